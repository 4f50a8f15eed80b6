import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  disassociationCompleted,
  disassociationFailed,
  disassociationRejected,
  type EventContract,
} from '../../events/index.ts';
import type { Completed } from '../../functions/complete.ts';
import type { CompletionInput, Disassociation } from '../../functions/disassociation/disassociation.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { resultKey } from '../../offboardings/keys.ts';
import { requestHash } from '../../offboardings/statement.ts';
import { KEY_ID, PEM } from '../offboardings/signer.ts';
import { bucket, xml } from './bucket.ts';
import { itemExecution } from './item-execution.ts';
import { gone, KIND, request, secondsAgo, waiting } from './provider.ts';
import { answerOfKms, isForKms, statementOf } from './signing.ts';
import { type Answer, type Asked, invoke, wire } from './wire.ts';

Object.assign(process.env, {
  BUS_NAME: 'offboard-dev',
  BUCKET_NAME: 'evidence',
  EVIDENCE_RETENTION_DAYS: '365',
  SIGNING_KEY_ID: KEY_ID,
});
let refusal: unknown;
let s3 = bucket();
let refused: Answer | undefined;
let signing: Answer | undefined;
let verifying: Answer | undefined;
const aws = await wire((asked) => {
  if (asked.target === 'AWSEvents.PutEvents')
    return { body: refusal ?? { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } };
  if (asked.target === 'TrentService.Verify' && verifying) return verifying;
  return (
    (asked.target === 'TrentService.Sign' && signing) ||
    (isForKms(asked) ? answerOfKms(asked) : (refused ?? s3.answer(asked)))
  );
});
const { handler } = await import('../../functions/complete.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  refusal = undefined;
  refused = undefined;
  signing = undefined;
  verifying = undefined;
  s3 = bucket();
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
  const put = aws.asked.filter(({ target }) => target === 'AWSEvents.PutEvents');
  expect(put).toHaveLength(1);
  const [entry] = (put[0] as Asked).body.Entries as {
    DetailType: string;
    Detail: string;
    EventBusName: string;
  }[];
  expect(entry?.EventBusName).toBe('offboard-dev');
  return contract.read({ 'detail-type': entry?.DetailType, detail: JSON.parse(entry?.Detail ?? '{}') });
}

describe('a request that is not admitted', () => {
  const same = request({}, { timestamp: secondsAgo(60) });
  const refused = async (error: string, execution: string) => {
    aws.asked.length = 0;
    const rejection = { error, problems: [{ path: 'detail', message: 'no' }] } as CompletionInput['rejection'];
    const { event } = await complete(null, {
      rejection,
      execution,
      request: same,
    });
    return event.id;
  };

  it.each(['ID_USED', 'LIMIT', 'NOT_PLANNED'])('by %s has an answer of each execution, with one id', async (error) => {
    const first = await refused(error, EXECUTION);
    expect(await refused(error, EXECUTION)).toBe(first);
    expect(await refused(error, `${EXECUTION}2`)).not.toBe(first);
  });

  it('has no answer with the id of the one to the request whose id it uses', async () => {
    const invalid = await refused('INVALID', EXECUTION);
    expect(await refused('INVALID', `${EXECUTION}2`)).toBe(invalid);
    expect(await refused('NOT_PLANNED', EXECUTION)).not.toBe(invalid);
  });
});

describe('a single request’s requester', () => {
  const EVE = 'arn:aws:iam::111122223333:user/eve';
  const asked = () => {
    const made = request({}, { timestamp: secondsAgo(60), requestedBy: 'dana' });
    const detail = made.detail as { metadata: object; data: object };
    const statement = statementOf(EVE, requestHash(detail));
    return { ...made, detail: { ...detail, metadata: { ...detail.metadata, statement } } };
  };
  const evidence = () => JSON.stringify([...s3.objects.values()]);

  it('is proven by its statement, in the answer and the evidence', async () => {
    const requester = { name: EVE, proof: 'proven' };
    expect(await complete(disassociation(gone), { request: asked() })).toMatchObject({ requester });
    expect(put(disassociationCompleted).data).toMatchObject({ requester, request: { requestedBy: 'dana' } });
    expect(evidence()).toContain('"requester":{"name":"arn:aws:iam::111122223333:user/eve","proof":"proven"}');
  });

  it('is claimed where the statement is another’s', async () => {
    const made = asked();
    const detail = { ...made.detail, metadata: { ...made.detail.metadata, requestedBy: 'carl' } };
    const requester = { name: 'carl', proof: 'claimed' };
    expect(await complete(disassociation(gone), { request: { ...made, detail } })).toMatchObject({ requester });
    expect(put(disassociationCompleted).data).toMatchObject({ requester });
  });

  it('is nobody where KMS does not answer; the request is answered, and its evidence is stored later', async () => {
    verifying = { status: 500, body: { __type: 'KMSInternalException' } };
    const { requester, evidence } = await complete(disassociation(gone), { request: asked() });
    expect(requester).toBeUndefined();
    expect(evidence).toMatchObject({ stored: false, error: expect.stringMatching(/KMSInternalException/) });
    expect(put(disassociationCompleted).data.outcome).toBe('DISASSOCIATED');
    await expect(complete(disassociation(gone), { request: asked(), evidenceOnly: true })).rejects.toThrow(
      /KMSInternal/,
    );
  });
});

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

  it('stores the evidence before it publishes where it is, the same at every try', async () => {
    const given = { request: request({}, { timestamp: secondsAgo(60) }), at: secondsAgo(0) };
    const ended = disassociation(gone);
    const { evidence } = await complete(ended, given);
    const { data } = put(disassociationCompleted);
    expect(data.evidence).toEqual(evidence);
    expect(evidence).toMatchObject({ stored: true, bucket: 'evidence', keyId: KEY_ID });
    const { key, head } = evidence as { key: string; head: string };
    expect(key).toMatch(/^offboardings\/[^/]+\/e1\/evidence\.json$/);
    const until = String(s3.puts.at(-1)?.headers['x-amz-object-lock-retain-until-date']);
    expect(Math.round((Date.parse(until) - Date.now()) / 86_400_000)).toBe(365);
    expect(verifyEvidence(s3.texts.get(key) ?? '', { key: PEM, keyId: KEY_ID, head })).toEqual([]);
    expect((await complete(ended, given)).evidence).toEqual(evidence);
    expect(s3.puts.filter((one) => one.key === key)).toHaveLength(1);
  });

  it('publishes the outcome with the reason why its evidence could not be signed', async () => {
    signing = { status: 400, body: { __type: 'KMSInvalidStateException', message: 'the key is disabled' } };
    const given = { request: request({}, { timestamp: secondsAgo(60) }), at: secondsAgo(0) };
    await complete(disassociation(gone), given);
    const unstored = { stored: false, error: 'KMSInvalidStateException: the key is disabled' };
    expect(put(disassociationCompleted).data).toMatchObject({ outcome: 'DISASSOCIATED', evidence: unstored });
    expect(s3.puts.filter(({ key }) => key.endsWith('evidence.json'))).toEqual([]);
  });

  it('asked for the evidence alone publishes nothing, and fails until it is stored', async () => {
    const given = { request: request({}, { timestamp: secondsAgo(60) }), at: secondsAgo(0), evidenceOnly: true };
    signing = { status: 400, body: { __type: 'KMSInvalidStateException', message: 'the key is disabled' } };
    await expect(complete(disassociation(gone), given)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
    signing = undefined;
    verifying = undefined;
    expect((await complete(disassociation(gone), given)).evidence).toMatchObject({ stored: true });
    expect(aws.asked.map(({ target }) => target)).not.toContain('AWSEvents.PutEvents');
  });

  describe('an item of an offboarding', () => {
    const { request: item, name } = itemExecution();
    const execution = `arn:aws:states:us-east-1:111122223333:execution:offboard-dev-${KIND}:${name}`;
    const key = resultKey(item.offboarding.id, 'run1', 1, name);
    const result = () => s3.objects.get(key);

    it('stores its result for the evidence of the offboarding, and no evidence of its own', async () => {
      const { evidence, event } = await complete(disassociation(gone), { request: item, execution });
      expect(evidence).toBeNull();
      expect(put(disassociationCompleted).data.evidence).toBeUndefined();
      expect(s3.puts).toMatchObject([{ key, headers: { 'if-none-match': '*' } }]);
      expect(result()).toMatchObject({
        ...{ number: 1, outcome: 'DISASSOCIATED', execution, eventId: event.id },
        ...{ before: { DomainPackageStatus: 'ACTIVE' }, after: null, polls: 3, callCount: 4 },
      });
    });

    it('stores why it was not removed, as its execution has it', async () => {
      const { message } = await complete(disassociation(waiting), { request: item, execution });
      expect(result()).toMatchObject({
        outcome: 'TIMED_OUT',
        error: 'TimedOut',
        message: message.replace('TimedOut: ', ''),
      });
    });

    it('is answered where the bucket takes no result, and tried again', async () => {
      refused = xml('<Error><Code>AccessDenied</Code><Message>no</Message></Error>', 403);
      await expect(complete(disassociation(gone), { request: item, execution })).rejects.toThrow(/no/);
      expect(put(disassociationCompleted).data.outcome).toBe('DISASSOCIATED');
    });

    it.each([
      ['is not the one that the mark names', { ...item, offboarding: { ...item.offboarding, number: 2 } }, null],
      ['has no mark of a run', { ...item, offboarding: { contentHash: '' } }, null],
      ['was not admitted', item, { error: 'NOT_PLANNED' as const, problems: [{ path: 'detail', message: 'no' }] }],
    ])('stores nothing where it %s', async (_, request, rejection) => {
      await complete(rejection === null ? disassociation(gone) : null, { request, execution, rejection });
      expect(s3.puts).toEqual([]);
    });
  });

  it('fails where EventBridge answers 200 with a refusal inside', async () => {
    refusal = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] };
    await expect(complete(disassociation(gone))).rejects.toMatchObject({
      name: 'EventRefused',
      message: expect.stringContaining('ThrottlingException: slow down'),
    });
  });
});
