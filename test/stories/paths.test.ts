import { type AssociationEntry, listAssociations, type ScriptedOutcome } from '@offboard/local-aws/simulation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detailOf } from '../../proofs/common/requests.ts';
import { HOME } from '../../simulators/common/locations.ts';
import { asPackaged, type Heard, Stack } from './stack.ts';

/** Every call that fails reaches the state machine: what the SDK would wait for takes no virtual time. */
const PATIENT = { environment: { AWS_MAX_ATTEMPTS: '1' } };

let stack: Stack;
let untouched: AssociationEntry[];

beforeAll(async () => {
  stack = await Stack.start({ size: 120, ...PATIENT });
  untouched = listAssociations(stack.runtime.cloud).filter(({ status }) => status !== 'ASSOCIATION_FAILED');
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
});

/** An association that no other row has touched; a dictionary, where it is a package. */
function take(kind: string): AssociationEntry {
  const index = untouched.findIndex((row) => row.kind === kind && !row.key.includes('/pkg-'));
  const [row] = untouched.splice(index, 1);
  if (row === undefined) throw new Error(`the simulated cloud has no ${kind} left`);
  return row;
}

function wish(row: AssociationEntry, deadlineSeconds?: number) {
  const now = stack.runtime.clock.now();
  const { data } = detailOf({ id: 'story', timestamp: now, entry: row });
  if (deadlineSeconds === undefined) return { ...data };
  return { ...data, deadline: new Date(now + deadlineSeconds * 1000).toISOString() };
}

/** How a request ended. */
async function end(id: string): Promise<Heard> {
  const [heard] = await stack.endsOf(id);
  return heard as Heard;
}

function effectsOn({ kind, account, region, key }: AssociationEntry): string[] {
  return stack.runtime.cloud.effects
    .list()
    .filter((each) => each.kind === kind && each.account === account && each.region === region && each.key === key)
    .map(({ effect }) => effect);
}

interface Path {
  kind: string;
  scripted: ScriptedOutcome;
  outcome: string;
  error?: string;
  deadlineSeconds?: number;
}

const refused = (code: string, status: number): ScriptedOutcome => ({
  outcome: 'error',
  error: { code, message: 'not like this', status },
});

const OPENSEARCH = 'opensearch-packages';
const CONNECTION = 'codeartifact-external-connection';
const DATASHARE = 'redshift-datashare-consumer';
const USER = 'license-manager-user';
const TEAM = 'payment-cryptography-mpa-team';

const PATHS: Path[] = [
  { kind: OPENSEARCH, scripted: { outcome: 'busy', after: 300 }, outcome: 'DISASSOCIATED' },
  { kind: CONNECTION, scripted: { outcome: 'busy', after: 120 }, outcome: 'DISASSOCIATED' },
  { kind: USER, scripted: { outcome: 'busy', after: 300 }, outcome: 'DISASSOCIATED' },
  { kind: OPENSEARCH, scripted: { outcome: 'unknown', after: 300, status: 'QUIESCING' }, outcome: 'DISASSOCIATED' },
  { kind: USER, scripted: { outcome: 'unknown', after: 300, status: 'QUIESCING' }, outcome: 'DISASSOCIATED' },
  { kind: OPENSEARCH, scripted: { outcome: 'fails', after: 300 }, outcome: 'FAILED', error: 'DISSOCIATION_FAILED' },
  { kind: USER, scripted: { outcome: 'fails', after: 300 }, outcome: 'FAILED', error: 'DISASSOCIATION_FAILED' },
  { kind: OPENSEARCH, scripted: { outcome: 'reverts', after: 300 }, outcome: 'FAILED', error: 'Reverted' },
  { kind: USER, scripted: { outcome: 'reverts', after: 300 }, outcome: 'FAILED', error: 'Reverted' },
  { kind: CONNECTION, scripted: { outcome: 'stuck' }, outcome: 'FAILED', error: 'Reverted' },
  { kind: DATASHARE, scripted: { outcome: 'stuck' }, outcome: 'FAILED', error: 'Reverted' },
  { kind: OPENSEARCH, scripted: { outcome: 'stuck' }, outcome: 'TIMED_OUT', error: 'TimedOut', deadlineSeconds: 900 },
  { kind: USER, scripted: { outcome: 'stuck' }, outcome: 'TIMED_OUT', error: 'TimedOut', deadlineSeconds: 900 },
  { kind: CONNECTION, scripted: refused('AccessDeniedException', 403), outcome: 'FAILED', error: 'AccessDenied' },
  { kind: DATASHARE, scripted: refused('UnauthorizedOperation', 403), outcome: 'FAILED', error: 'AccessDenied' },
  {
    kind: OPENSEARCH,
    scripted: refused('LimitExceededException', 409),
    outcome: 'FAILED',
    error: 'LimitExceededException',
  },
  { kind: TEAM, scripted: { outcome: 'succeeds', after: 3_600 }, outcome: 'DISASSOCIATED' },
  { kind: TEAM, scripted: { outcome: 'rejected', after: 3_600 }, outcome: 'FAILED', error: 'VoteRejected' },
  { kind: TEAM, scripted: { outcome: 'cancelled', after: 3_600 }, outcome: 'FAILED', error: 'VoteCancelled' },
  { kind: TEAM, scripted: { outcome: 'not-executed', after: 3_600 }, outcome: 'FAILED', error: 'ExecutionFailed' },
];

describe('one event, whatever the service makes of it', () => {
  it.each(PATHS)(
    '$kind: $scripted.outcome is $outcome $error',
    async ({ kind, scripted, outcome, error, deadlineSeconds }) => {
      const row = take(kind);
      stack.runtime.cloud.setOutcome(kind, row.key, scripted, row);
      const heard = await end(await stack.ask(wish(row, deadlineSeconds)));
      expect(heard.detail.data).toMatchObject({ outcome, ...(error !== undefined && { error }) });
      expect(heard['detail-type']).toBe(
        outcome === 'DISASSOCIATED' ? 'DisassociationCompleted' : 'DisassociationFailed',
      );
    },
  );

  it('is rejected where the service calls the request a mistake', async () => {
    const row = take(CONNECTION);
    stack.runtime.cloud.setOutcome(CONNECTION, row.key, refused('ValidationException', 400), row);
    const heard = await end(await stack.ask(wish(row)));
    expect(heard['detail-type']).toBe('DisassociationRejected');
    expect(heard.detail.data.problems?.[0]?.message).toMatch(/ValidationException: not like this/);
  });

  it.each([OPENSEARCH, USER, TEAM] as const)(
    'joins an end of %s that goes on already, and asks no second time',
    async (kind) => {
      const row = take(kind);
      const asked = [await stack.ask(wish(row)), await stack.ask(wish(row))];
      const outcomes = await Promise.all(asked.map(async (id) => (await end(id)).detail.data.outcome));
      expect(outcomes).toContain('DISASSOCIATED');
      expect(
        effectsOn(row).filter((effect) => effect === 'disassociating' || effect === 'session-opened'),
      ).toHaveLength(1);
    },
  );

  it('changes nothing where it comes after its own deadline', async () => {
    const row = take(DATASHARE);
    const timestamp = new Date(stack.runtime.clock.now() - 3_600_000).toISOString();
    const heard = await end(await stack.ask(wish(row), { timestamp }));
    expect(heard.detail.data.outcome).toBe('TIMED_OUT');
    expect(effectsOn(row)).toEqual([]);
  });

  it('succeeds where half the polls fail', async () => {
    const row = take(OPENSEARCH);
    const fault = { service: 'opensearch', operation: 'ListPackagesForDomain', kind: 'server-error' } as const;
    const { id } = stack.runtime.faults.set({ ...fault, rate: 0.5 });
    const heard = await end(await stack.ask(wish(row)));
    stack.runtime.faults.clear(id);
    expect(heard.detail.data.outcome).toBe('DISASSOCIATED');
  });

  it('is answered once however often it is delivered', async () => {
    const row = take(USER);
    const timestamp = new Date(stack.runtime.clock.now()).toISOString();
    const id = await stack.ask(wish(row), { timestamp });
    await stack.ask(wish(row), { id, timestamp });
    await stack.runtime.settled();
    expect(await stack.endsOf(id)).toHaveLength(1);
  });
});

describe('an execution that cannot speak for itself', () => {
  it('is spoken for with what it had found out, where no event could be put', async () => {
    const row = take(OPENSEARCH);
    const release = stack.runtime.clock.hold();
    const id = await stack.ask(wish(row));
    // As often as the complete task is tried.
    const fault = { service: 'eventbridge', operation: 'PutEvents', kind: 'server-error', rate: 1, times: 13 } as const;
    stack.runtime.faults.set(fault);
    release();
    const heard = await end(id);
    expect(heard.detail.data).toMatchObject({ outcome: 'DISASSOCIATED' });
  });

  it('is found by the hourly sweep where its end was not told', async () => {
    await using quiet = await Stack.start({ alter: asPackaged });
    const { aws, clock } = quiet.runtime;
    const identity = { arn: `arn:aws:iam::${HOME.account}:user/operator`, account: HOME.account };
    await aws.call('eventbridge', 'DisableRule', { Name: 'offboard-dev-execution-failed' }, { identity });
    clock.set('real');
    const target = { domainName: 'movies', packageIds: ['F123456789'] };
    const id = await quiet.ask({ association: OPENSEARCH, target });
    await quiet.stopTheRunning(OPENSEARCH);
    await clock.advance(3_600_000);
    const [heard] = await quiet.endsOf(id);
    expect(heard?.detail.data).toMatchObject({ outcome: 'FAILED', error: 'Stopped' });
  });
});
