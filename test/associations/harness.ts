/** The simulated services over the wire, and a provider driven over it as the state machine drives it. */

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FaultSpec } from '@offboard/local-aws';
import { Calls, Dispatcher, dynamodb, Faults, listen, RuntimeClock, Store } from '@offboard/local-aws/parts';
import { listAssociations } from '@offboard/local-aws/simulation';
import type { AssociationProvider, AwsCall, Json, Progress, RunContext } from '../../associations/common/contract.ts';
import { nextWait } from '../../associations/common/pace.ts';
import { paceFor } from '../../associations/common/policy.ts';
import type { Target } from '../../associations/common/target.ts';
import type { Kind } from '../../associations/registry.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { openCloud, type SeedOptions, serve } from '../../simulators/index.ts';
import { load } from './load.ts';

const START = Date.parse('2026-03-01T12:00:00Z');

export interface Driven {
  progress: Progress;
  /** What the first look showed. */
  before: Json;
  calls: AwsCall[];
  polls: number;
}

export type Harness = Awaited<ReturnType<typeof openHarness>>;

/** AWS as the clients reach it by the variables that every SDK client honours; closed with `await using`. */
export async function openHarness(kind: Kind, options: SeedOptions = {}) {
  const clock = new RuntimeClock('real', START, () => 0);
  const faults = new Faults(() => 0.5);
  const denied = new Set<string>();
  const aws = new Dispatcher({
    ...HOME,
    clock,
    store: new Store(),
    faults,
    calls: new Calls(),
    decide: (_, { action, resource }) =>
      denied.has(action)
        ? { allowed: false, message: `User: tester is not authorized to perform: ${action} on resource: ${resource}` }
        : { allowed: true },
    assume: () => {
      throw new Error('no role is assumed here');
    },
  });
  const cloud = openCloud(aws, options);
  for (const service of [...serve(cloud), dynamodb(aws)]) aws.add(service);
  const listener = await listen({
    dispatcher: aws,
    identify: () => ({ arn: `arn:aws:iam::${HOME.account}:user/tester`, account: HOME.account }),
    other: async () => undefined,
    log: () => {},
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: listener.endpoint,
    AWS_REGION: HOME.region,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  await createRequestsTable();
  const provider = await load(kind);

  /** A request as it was made `ago` seconds before now. */
  const contextFor = ({ ago = 0, region }: { ago?: number; region?: string } = {}, earlier?: Progress): RunContext => ({
    request: { id: '01TEST', timestamp: new Date(clock.now() - ago * 1000).toISOString() },
    now: () => new Date(clock.now()),
    clientConfig: region === undefined ? {} : { region },
    account: HOME.account,
    calls: [],
    ...(earlier !== undefined && { earlier }),
  });

  return {
    provider,
    cloud,
    clock,
    contextFor,
    /** Seconds of virtual time. */
    pass: (seconds: number) => clock.advance(seconds * 1000),
    fault: (spec: FaultSpec) => faults.set(spec),
    deny: (action: string) => denied.add(action),
    /** What was really done to associations of the kind, refusals left out. */
    effects: () =>
      cloud.effects.list().filter((each) => each.kind === kind && !['rejected', 'no-op'].includes(each.effect)),
    row: (key: string) =>
      listAssociations(cloud, { absent: true }).find((each) => each.kind === kind && each.key === key),
    run: (target: Target, request?: Parameters<typeof contextFor>[0]) =>
      drive(provider, target, { context: contextFor(request), clock }),
    async [Symbol.asyncDispose]() {
      await listener.close();
      clock.stop();
    },
  };
}

/** As the stack has it: a start may take leases there. */
async function createRequestsTable(): Promise<void> {
  process.env.REQUESTS_TABLE_NAME = 'offboard-dev-requests';
  await new DynamoDBClient({}).send(
    new CreateTableCommand({
      TableName: process.env.REQUESTS_TABLE_NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
}

/** Start, wait, look, until it is over or the deadline has passed. */
async function drive(
  provider: AssociationProvider,
  target: Target,
  { context, clock }: { context: RunContext; clock: RuntimeClock },
): Promise<Driven> {
  const began = clock.now();
  let progress = await provider.start(target, context);
  const before = progress.before ?? progress.snapshot;
  const pace = paceFor(provider.policy, target, before);
  let polls = 0;
  while (progress.state === 'IN_PROGRESS' && clock.now() - began < pace.deadline * 1000) {
    await clock.advance(nextWait(pace, (clock.now() - began) / 1000, 0.5) * 1000);
    const next: RunContext = { ...context, earlier: progress };
    progress = await provider[progress.next](target, next);
    polls++;
  }
  return { progress, before, calls: context.calls, polls };
}
