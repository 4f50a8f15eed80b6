import './silence-logs.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { disassociationRejected } from '../../events/index.ts';
import { request } from './provider.ts';
import { invoke, wire } from './wire.ts';

process.env.BUS_NAME = 'offboard-dev';
const aws = await wire(() => ({ body: { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] } }));
const { handler } = await import('../../functions/reject.ts');

afterAll(() => aws[Symbol.asyncDispose]());
beforeEach(() => {
  aws.asked.length = 0;
});

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

  it('only logs and counts what carries none', async () => {
    const result = await invoke(handler, { ...request(), 'detail-type': 'Whatever', detail: { hello: 'world' } });
    expect(result).toEqual({ answered: false, problems: 1 });
    expect(aws.asked).toEqual([]);
  });
});
