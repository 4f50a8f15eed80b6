/** A request of an execution that is run again. */

import { expect, it } from 'vitest';
import { asNewRequest } from '../../../client/executions/new-request.ts';

const NOW = new Date('2026-11-23T09:00:00.000Z');

const metadata = {
  version: '2',
  id: 'first',
  correlationId: 'together',
  causationId: 'first',
  timestamp: '2026-11-20T15:24:51.766Z',
  requestedBy: 'dana',
  statement: { purpose: 'request' },
};

it('has an id of its own and the present time, and no statement', () => {
  const event = { source: 'offboard', detail: { metadata, data: { association: 'x' } } };
  const renewed = JSON.parse(asNewRequest(JSON.stringify(event), NOW));
  const { id } = renewed.detail.metadata;
  expect(id).toMatch(/^[0-9A-Z]{26}$/);
  expect(renewed).toEqual({
    source: 'offboard',
    detail: {
      metadata: {
        version: '2',
        id,
        correlationId: 'together',
        causationId: id,
        timestamp: NOW.toISOString(),
        requestedBy: 'dana',
      },
      data: { association: 'x' },
    },
  });
});

it('has no deadline that has passed, so that it has the time its kind usually has', () => {
  const [past, ahead] = ['2026-11-23T08:59:59.000Z', '2026-11-23T10:00:00.000Z'];
  const data = { association: 'x', deadline: past, options: { deadline: ahead, approvalDeadline: past } };
  const { detail } = JSON.parse(asNewRequest(JSON.stringify({ detail: { metadata, data } }), NOW));
  expect(detail.data).toEqual({ association: 'x', options: { deadline: ahead } });
});

it.each(['{}', 'null', '[1]', '{"detail":{"metadata":"?"}}'])('stays %s where it is no event', (input) => {
  expect(asNewRequest(input, NOW)).toBe(input);
});
