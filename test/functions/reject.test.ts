import './silence-logs.ts';
import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { answerId } from '../../events/ids.ts';
import { disassociationRejected } from '../../events/index.ts';
import { request } from './provider.ts';
import { invoke, wire } from './wire.ts';

process.env.BUS_NAME = 'offboard-dev';
process.env.DEAD_LETTERS_URL = 'https://sqs.us-east-1.amazonaws.com/111122223333/dead-letters';
let letters: (object | string)[] = [];
const aws = await wire(({ target }) => {
  if (target === 'AmazonSQS.ReceiveMessage') return { body: { Messages: letters.splice(0, 10).map(messageOf) } };
  return { body: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } };
});
const { handler } = await import('../../functions/reject.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
});

/** @param letter an event, or a text that is none. */
function messageOf(letter: object | string, index: number) {
  const Body = typeof letter === 'string' ? letter : JSON.stringify(letter);
  return { MessageId: String(index), ReceiptHandle: `receipt ${index}`, Body, MD5OfBody: md5(Body) };
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** What the answer says, or nothing where none was put. */
function answered() {
  const [entry] = (aws.asked[0]?.body.Entries ?? []) as { DetailType: string; Detail: string }[];
  if (entry === undefined) return undefined;
  return disassociationRejected.read({ 'detail-type': entry.DetailType, detail: JSON.parse(entry.Detail) });
}

describe('reject', () => {
  it('answers a request of an unknown kind with the kinds there are', async () => {
    await invoke(handler, request({ association: 'nosuch' }, { id: 'ticket-1' }));
    expect(answered()?.data).toMatchObject({
      outcome: 'REJECTED',
      request: { id: 'ticket-1', association: 'nosuch', detailType: 'DisassociationRequested' },
      problems: [{ path: 'detail.data.association', message: expect.stringContaining('opensearch-packages') }],
    });
  });

  it('answers a request that has nothing right, under its envelope’s id', async () => {
    const event = { ...request(), detail: {} };
    await invoke(handler, event);
    expect(answered()?.data.request.id).toBe(event.id);
    expect(answered()?.data.problems.map(({ path }) => path)).toEqual(['detail.metadata', 'detail.data']);
  });

  it('answers a misspelt detail-type that carries an id', async () => {
    await invoke(handler, { ...request({}, { id: 'ticket-2' }), 'detail-type': 'DissociationRequested' });
    expect(answered()?.data).toMatchObject({
      request: { id: 'ticket-2', detailType: 'DissociationRequested' },
      problems: [
        {
          path: 'detail-type',
          message: 'detail-type "DissociationRequested" is unknown: no rule of this bus matches it',
        },
      ],
    });
  });

  it('answers by an id of the event’s own, since another request may have the id: a copy of the event has the same', async () => {
    const ids: unknown[] = [];
    const one = request({ association: 'nosuch' }, { id: 'victim' });
    for (const event of [one, one, { ...one, id: '11111111-2222-4333-8444-555555555555' }]) {
      aws.asked.length = 0;
      await invoke(handler, event);
      ids.push(answered()?.metadata.id);
    }
    expect(ids).toEqual([ids[0], ids[0], expect.not.stringMatching(`^${ids[0]}$`)]);
    expect(ids).not.toContain(answerId('victim', 'DisassociationRejected'));
  });

  it('only logs and counts what carries none', async () => {
    const result = await invoke(handler, { ...request(), 'detail-type': 'Whatever', detail: { hello: 'world' } });
    expect(result).toEqual({ answered: false, problems: 1 });
    expect(aws.asked).toEqual([]);
  });

  it('answers requests that were too large to be delivered, and leaves every other dead letter', async () => {
    const text = 'x'.repeat(300_000);
    const small = request({}, { id: 'small' });
    const single = request({ text }, { id: 'single' });
    const offboarding = { ...request({ text }, { id: 'offboarding' }), 'detail-type': 'OffboardingRequested' };
    const signal = { ...request({ text }), 'detail-type': 'PersonLeaving' };
    letters = [small, single, signal, offboarding];
    const sweep = { ...request(), source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    expect(await invoke(handler, sweep)).toEqual({ answered: true, problems: 2 });
    const put = aws.asked.filter(({ target }) => target === 'AWSEvents.PutEvents').flatMap(({ body }) => body.Entries);
    expect(put.map((entry) => (entry as { DetailType: string }).DetailType)).toEqual([
      'DisassociationRejected',
      'OffboardingRejected',
    ]);
    expect(JSON.stringify(put)).toMatch(/may have 32768.*may have 131072/);
    const deleted = aws.asked.filter(({ target }) => target === 'AmazonSQS.DeleteMessage');
    expect(deleted.map(({ body }) => body.ReceiptHandle)).toEqual(['receipt 1', 'receipt 3']);
  });

  it('answers requests that nest too deeply to be delivered', async () => {
    const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    const brackets = request({ text: '['.repeat(2000) }, { id: 'brackets' });
    const single = request({ nested: nested(998) }, { id: 'single' });
    const offboarding = { ...request({ nested: nested(998) }, { id: 'o' }), 'detail-type': 'OffboardingRequested' };
    letters = [request({ nested: nested(997) }, { id: 'deliverable' }), brackets, single, offboarding];
    const sweep = { ...request(), source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    expect(await invoke(handler, sweep)).toEqual({ answered: true, problems: 2 });
    const put = aws.asked.filter(({ target }) => target === 'AWSEvents.PutEvents').flatMap(({ body }) => body.Entries);
    const details = put.map((entry) => JSON.parse((entry as { Detail: string }).Detail));
    expect(details.map(({ metadata }) => metadata.causationId)).toEqual(['single', 'o']);
    for (const detail of details)
      expect(JSON.stringify(detail)).toContain('the event has 1001 levels, and may have 1000');
  });

  it('answers them beside a message that is no event, which stays', async () => {
    const single = request({ text: 'x'.repeat(300 * 1024) }, { id: 'single' });
    letters = ['{'.repeat(300 * 1024), 'null'.padEnd(300 * 1024), single];
    const sweep = { ...request(), source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    expect(await invoke(handler, sweep)).toEqual({ answered: true, problems: 1 });
    const deleted = aws.asked.filter(({ target }) => target === 'AmazonSQS.DeleteMessage');
    expect(deleted.map(({ body }) => body.ReceiptHandle)).toEqual(['receipt 2']);
  });
});
