import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { viewExecution } from '../../../client/executions/view.ts';

const STUCK_AT = '2026-11-20T16:30:00.000Z';

const look = (at: string): HistoryEvent => ({
  type: 'LambdaFunctionSucceeded',
  id: 8,
  timestamp: new Date(at),
  lambdaFunctionSucceededEventDetails: {
    output: JSON.stringify({ progress: { state: 'IN_PROGRESS' }, polls: 4, stuckAt: STUCK_AT }),
  },
});

const stuckSince = (status: 'RUNNING' | 'SUCCEEDED', ...looks: string[]) =>
  viewExecution({ executionArn: 'arn', stateMachineArn: 'arn', startDate: undefined, status }, looks.map(look))
    .stuckSince;

describe('an execution', () => {
  it('is stuck from the look on after which its machine says so', () => {
    expect(stuckSince('RUNNING', '2026-11-20T16:29:59Z')).toBeUndefined();
    expect(stuckSince('RUNNING', '2026-11-20T16:29:59Z', '2026-11-20T16:30:00Z')).toBe(STUCK_AT);
  });

  it('that joined another says so, and which', () => {
    const joined = 'arn:aws:states:us-east-1:111122223333:execution:offboard-dev-one:first';
    const described = {
      executionArn: 'arn',
      stateMachineArn: 'arn',
      startDate: undefined,
      status: 'SUCCEEDED' as const,
    };
    expect(viewExecution({ ...described, output: JSON.stringify({ joined }) })).toMatchObject({
      outcome: 'JOINED',
      joined,
      reason: expect.stringContaining('first'),
    });
  });

  it('is stuck no more once it has ended', () => {
    expect(stuckSince('SUCCEEDED', '2026-11-20T16:31:00Z')).toBeUndefined();
  });
});
