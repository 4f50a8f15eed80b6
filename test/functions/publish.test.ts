import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { associationReappeared, offboardingPlanned } from '../../events/index.ts';
import type { PublishInput } from '../../functions/common/publish-input.ts';
import type { Published } from '../../functions/publish.ts';
import { request } from './provider.ts';
import { type Asked, invoke, wire } from './wire.ts';

process.env.BUS_NAME = 'offboard-dev';
let refused = false;
const aws = await wire(() => ({
  body: refused
    ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] }
    : { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] },
}));
const { handler } = await import('../../functions/publish.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
  refused = false;
});

const asked = request();
const { data } = offboardingPlanned.sample.detail as { data: Record<string, unknown> };
const publish = (given: Partial<PublishInput> = {}) =>
  invoke<PublishInput, Published>(handler, { request: asked, detailType: 'OffboardingPlanned', data, ...given });

function put(): { DetailType: string; detail: { metadata: { id: string; causationId: string }; data: unknown } } {
  const [entry] = (aws.asked.at(-1) as Asked).body.Entries as { DetailType: string; Detail: string }[];
  return { DetailType: entry?.DetailType ?? '', detail: JSON.parse(entry?.Detail ?? '{}') };
}

describe('publish', () => {
  it('says it as its contract has it, in answer to the request, without what JSONata could not leave out', async () => {
    await publish({ data: { ...data, policy: null } });
    const { DetailType, detail } = put();
    expect(offboardingPlanned.read({ 'detail-type': DetailType, detail }).data).toEqual(data);
    expect(detail.metadata.causationId).toBe((asked.detail as { metadata: { id: string } }).metadata.id);
  });

  it('says the same under the same id at every try, and another thing under another', async () => {
    const [once, again] = [await publish(), await publish()];
    expect(again.eventId).toBe(once.eventId);
    const reappeared = associationReappeared.sample.detail as { data: Record<string, unknown> };
    const came = { detailType: 'AssociationReappeared', data: reappeared.data };
    const [day, week] = [await publish({ ...came, distinct: '1' }), await publish({ ...came, distinct: '2' })];
    expect(new Set([once.eventId, day.eventId, week.eventId]).size).toBe(3);
  });

  it('answers a request without an id of its own under its envelope’s', async () => {
    await publish({ request: { ...asked, detail: null } });
    expect(put().detail.metadata.causationId).toBe(asked.id);
  });

  it.each([
    [
      'a detail-type that has no contract',
      { detailType: 'OffboardingImagined' },
      /no contract for OffboardingImagined/,
    ],
    ['data that breaks the contract', { data: { mode: 'plan' } }, /not a valid OffboardingPlanned: .*plan/],
  ])('sends nothing for %s', async (_, given, message) => {
    await expect(publish(given)).rejects.toThrow(message);
    expect(aws.asked).toEqual([]);
  });

  it('fails where EventBridge answers 200 with a refusal inside', async () => {
    refused = true;
    await expect(publish()).rejects.toMatchObject({ name: 'EventRefused' });
  });
});
