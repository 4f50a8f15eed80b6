import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../stepfunctions/executions/history.ts';
import type { HistoryEvent } from '../../../stepfunctions/language/model/types.ts';

const events: HistoryEvent[] = [
  {
    timestamp: 1_795_188_291_766,
    type: 'ExecutionStarted',
    id: 7,
    previousEventId: 0,
    executionStartedEventDetails: { input: '{}' },
  },
  { timestamp: 1_795_188_291_790, type: 'ExecutionAborted', id: 8, previousEventId: 7 },
  {
    timestamp: 1_795_188_291_799,
    type: 'SomethingNew',
    id: 9,
    previousEventId: 2,
    somethingNewEventDetails: { a: null },
  },
];

const entered = (inputDetails: { [key: string]: boolean }): HistoryEvent => ({
  timestamp: 1,
  type: 'PassStateEntered',
  id: 1,
  previousEventId: 0,
  stateEnteredEventDetails: { name: 'S', input: '{}', inputDetails },
});

describe('a history row', () => {
  it('gives back what went in, types that AWS adds later too', () => {
    expect(unpack(pack(events), 7)).toEqual(events);
  });

  it.each([{ truncated: false }, { truncated: true }, { included: true }])(
    'keeps whether data is whole: %j',
    (details) => {
      expect(unpack(pack([entered(details)]), 1)).toEqual([entered(details)]);
    },
  );

  it('is less than half of what the API answers', () => {
    expect(pack(events.slice(0, 2)).length).toBeLessThan(JSON.stringify(events.slice(0, 2)).length / 2);
  });
});
