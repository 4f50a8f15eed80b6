/** The simulated services over a small world, called in process and over the wire. */

import { Calls } from '../../../local/calls.ts';
import { RuntimeClock } from '../../../local/clock.ts';
import { Dispatcher } from '../../../local/dispatch.ts';
import { Faults } from '../../../local/faults.ts';
import { simulate } from '../../../local/services/index.ts';
import { Store } from '../../../local/store.ts';
import { HOME, type SeedOptions, seedWorld } from '../../../local/world/index.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');

export interface At {
  account?: string;
  region?: string;
}

export function simulation(options: SeedOptions = {}, store = new Store()) {
  const clock = new RuntimeClock('real', START);
  const dispatcher = new Dispatcher({
    region: HOME.region,
    account: HOME.account,
    clock,
    store,
    faults: new Faults(() => 0.5),
    calls: new Calls(),
    decide: () => ({ allowed: true }),
    assume: () => {
      throw new Error('no role is assumed in these tests');
    },
  });
  const world = seedWorld(dispatcher, options);
  for (const service of simulate(world)) dispatcher.add(service);
  return {
    clock,
    dispatcher,
    world,
    /** Seconds of virtual time. */
    pass: (seconds: number) => clock.advance(seconds * 1000),
    call<Output>(service: string, operation: string, input: unknown, at: At = {}): Promise<Output> {
      const account = at.account ?? HOME.account;
      const identity = { arn: `arn:aws:iam::${account}:user/tester`, account };
      return dispatcher.call<Output>(service, operation, input, { identity, region: at.region ?? HOME.region });
    },
  };
}

/** What of an AWS error a client can tell. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number };
    return { code, message, status };
  }
  throw new Error('the call was not refused');
}
