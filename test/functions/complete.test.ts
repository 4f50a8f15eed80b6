import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  disassociationCompleted,
  disassociationFailed,
  disassociationRejected,
  type Envelope,
  type EventContract,
} from '../../events/index.ts';
import type { Completed } from '../../functions/complete.ts';
import type { CompletionInput, Disassociation } from '../../functions/disassociation/disassociation.ts';
import { batchesOf } from '../../offboardings/apply.ts';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import { makePlan } from '../../offboardings/plan.ts';
import { connection, NOW, request as offboarding, page } from '../offboardings/found.ts';
import { gone, request, secondsAgo, waiting } from './provider.ts';
import { type Asked, invoke, wire } from './wire.ts';

Object.assign(process.env, { BUS_NAME: 'offboard-dev', BUCKET_NAME: 'evidence', EVIDENCE_RETENTION_DAYS: '365' });
let refusal: unknown;
const aws = await wire(() => ({ body: refusal ?? { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } }));
const { handler } = await import('../../functions/complete.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  refusal = undefined;
});

const EXECUTION = 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-opensearch-packages:e1';

function disassociation(progress: Disassociation['progress'], more: Partial<Disassociation> = {}): Disassociation {
  return {
    progress,
    before: { DomainPackageStatus: 'ACTIVE' },
    polls: 3,
    calls: [],
    callCount: 4,
    startedAt: secondsAgo(50),
    acceptedAt: secondsAgo(49),
    deadline: secondsAgo(0),
    waitSeconds: 5,
    nextPollAt: secondsAgo(-5),
    ...more,
  };
}

const complete = (made: Disassociation | null, more: Partial<CompletionInput> = {}) =>
  invoke<CompletionInput, Completed>(handler, {
    request: request({}, { timestamp: secondsAgo(60), requestedBy: 'dana', reason: 'it moved' }),
    disassociation: made,
    rejection: null,
    failure: null,
    lastError: null,
    execution: EXECUTION,
    at: new Date().toISOString(),
    ...more,
  });

/** The one entry that was put, read back by its contract. */
function put<Detail>(contract: EventContract<Detail>): Detail {
  expect(aws.asked.map(({ target }) => target)).toEqual(['AWSEvents.PutEvents']);
  const [entry] = (aws.asked[0] as Asked).body.Entries as {
    DetailType: string;
    Detail: string;
    EventBusName: string;
  }[];
  expect(entry?.EventBusName).toBe('offboard-dev');
  return contract.read({ 'detail-type': entry?.DetailType, detail: JSON.parse(entry?.Detail ?? '{}') });
}

describe('complete', () => {
  it('publishes what was removed, with all that proves it', async () => {
    const answered = await complete(disassociation(gone));
    const { metadata, data } = put(disassociationCompleted);
    expect(answered).toMatchObject({ outcome: 'DISASSOCIATED', event: { id: metadata.id } });
    expect(data).toMatchObject({
      outcome: 'DISASSOCIATED',
      confirmed: true,
      serviceStatus: 'ABSENT',
      before: { DomainPackageStatus: 'ACTIVE' },
      after: null,
      polls: 3,
      callCount: 4,
      execution: EXECUTION,
      request: { requestedBy: 'dana', reason: 'it moved' },
    });
    expect(metadata.causationId).toBe(data.request.id);
    expect(metadata.correlationId).toBe(data.request.correlationId);
    expect(data.durationSeconds).toBeGreaterThanOrEqual(60);
  });

  it('publishes the outcome of each package of a batch', async () => {
    const items = [
      { id: 'F1', state: 'DISASSOCIATED', outcome: 'DISASSOCIATED', serviceStatus: 'ABSENT' },
      {
        id: 'F2',
        state: 'FAILED',
        outcome: 'FAILED',
        serviceStatus: 'DISSOCIATION_FAILED',
        error: 'E',
        message: 'in use',
      },
    ] as const;
    const failed = { error: 'DISSOCIATION_FAILED', message: '1 of 2 failed', advice: 'look at F2' };
    await complete(
      disassociation({
        ...failed,
        state: 'FAILED',
        serviceStatus: 'DISSOCIATION_FAILED',
        snapshot: null,
        items: [...items],
      }),
    );
    expect(put(disassociationFailed).data).toMatchObject({ outcome: 'FAILED', ...failed, items });
  });

  it('says that the deadline has passed, and what was waited for', async () => {
    const answered = await complete(disassociation(waiting));
    expect(answered.outcome).toBe('TIMED_OUT');
    expect(put(disassociationFailed).data).toMatchObject({
      outcome: 'TIMED_OUT',
      error: 'TimedOut',
      message: expect.stringContaining('Waiting for OpenSearch'),
      serviceStatus: 'DISSOCIATING',
    });
  });

  it('says in AWS’s words what a role lacks', async () => {
    const Cause = JSON.stringify({ errorType: 'AccessDenied', errorMessage: 'AccessDeniedException: not authorized' });
    await complete(disassociation(waiting), { failure: { Error: 'AccessDenied', Cause } });
    expect(put(disassociationFailed).data).toMatchObject({
      outcome: 'FAILED',
      error: 'AccessDenied',
      message: 'AccessDeniedException: not authorized',
      advice: expect.stringContaining('role'),
    });
  });

  it('answers where no start ever succeeded', async () => {
    await complete(null, { lastError: { Error: 'Throttled', Cause: 'Rate exceeded' } });
    expect(put(disassociationFailed).data).toMatchObject({ outcome: 'TIMED_OUT', serviceStatus: 'UNKNOWN', polls: 0 });
  });

  it('lists the problems of a request that start refused', async () => {
    const problems = [{ path: 'detail.data.target', message: 'wrong' }];
    const progress = { ...waiting, state: 'FAILED', rejected: true, error: 'E', message: 'm', advice: 'a' } as const;
    await complete(disassociation(progress, { problems }));
    expect(put(disassociationRejected).data).toMatchObject({ outcome: 'REJECTED', problems });
  });

  it('answers a request without a usable id under its envelope’s', async () => {
    const malformed = request({}, { id: ' ', correlationId: 7 });
    await complete(null, { request: malformed });
    const { metadata, data } = put(disassociationRejected);
    expect(data.request.id).toBe(malformed.id);
    expect(metadata.correlationId).toBe(malformed.id);
  });

  it('gives every copy of an answer the same id', async () => {
    const same = request({}, { timestamp: secondsAgo(60) });
    const first = await complete(disassociation(gone), { request: same });
    const second = await complete(disassociation({ ...gone, outcome: 'ALREADY_GONE' } as typeof gone), {
      request: same,
    });
    expect(second.event.id).toBe(first.event.id);
  });

  it('returns the evidence to store, with the head that the event has, the same at every try', async () => {
    const given = { request: request({}, { timestamp: secondsAgo(60) }), at: secondsAgo(0) };
    const ended = disassociation(gone);
    const { evidenceObject } = await complete(ended, given);
    const head = evidenceObject?.document.head ?? '';
    expect(put(disassociationCompleted).data.evidence).toEqual({ bucket: 'evidence', key: evidenceObject?.key, head });
    expect(evidenceObject?.key).toMatch(/^offboardings\/[^/]+\/e1\/evidence\.json$/);
    expect(Date.parse(evidenceObject?.until ?? '') - Date.parse(given.at)).toBe(365 * 86_400_000);
    expect(verifyEvidence(evidenceText(evidenceObject?.document as Evidence), head)).toEqual([]);
    const again = await complete(ended, given);
    expect(again.evidenceObject).toEqual(evidenceObject);
  });

  it('has none kept of an item of an offboarding, which has it', async () => {
    const plan = makePlan(offboarding(), [page([connection('web')])], NOW);
    const [batch] = batchesOf(plan, { now: NOW, run: 'run1', account: '111122223333', region: 'us-east-1' }).flat();
    const { evidenceObject } = await complete(disassociation(gone), {
      request: batch?.itemExecutions[0]?.request as Envelope,
    });
    expect(evidenceObject).toBeNull();
    expect(put(disassociationCompleted).data.evidence).toBeUndefined();
  });

  it('fails where EventBridge answers 200 with a refusal inside', async () => {
    refusal = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] };
    await expect(complete(disassociation(gone))).rejects.toMatchObject({
      name: 'EventRefused',
      message: expect.stringContaining('ThrottlingException: slow down'),
    });
  });
});
