/** One or more services behind the door, for a client that knows nothing of this runtime. */

import type { Aws, Identity, Service } from '../../core/aws.ts';
import { Calls } from '../../core/calls.ts';
import { RuntimeClock } from '../../core/clock.ts';
import { Dispatcher } from '../../core/dispatch.ts';
import { Faults } from '../../core/faults.ts';
import { Store } from '../../core/store.ts';
import { listen } from '../../wire/listener.ts';

const USER: Identity = { arn: 'arn:aws:iam::111122223333:user/local', account: '111122223333', advancesClock: true };

export async function door(...made: readonly ((aws: Aws) => Service)[]) {
  const clock = new RuntimeClock('jump');
  const dispatcher = new Dispatcher({
    region: 'us-east-1',
    account: '111122223333',
    clock,
    store: new Store(),
    faults: new Faults(() => 0),
    calls: new Calls(),
    decide: () => ({ allowed: true }),
    assume: () => USER,
  });
  for (const make of made) dispatcher.add(make(dispatcher));
  const listener = await listen({ dispatcher, identify: () => USER, other: async () => undefined, log: () => {} });
  return {
    clock,
    config: {
      endpoint: listener.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      maxAttempts: 1,
    },
    async close() {
      await listener.close();
      clock.stop();
    },
  };
}
