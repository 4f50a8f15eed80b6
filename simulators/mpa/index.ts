/** AWS Multi-party approval: the sessions in which a team's approvers vote, and the teams. Voting has no AWS API. */

import { AwsError, requiredText } from '@offboard/local-aws/service';
import type { Simulator } from '../common/simulator.ts';
import { serve } from './service.ts';
import { cancel, vote } from './votes.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const mpa: Simulator = {
  serve,
  /** Assumed. */
  durations: {
    /** From the start of a session to its deciding vote. */
    vote: [10 * MINUTE, 4 * HOUR],
    /** From the approval to the execution of the operation. */
    execution: [5, 1 * MINUTE],
  },
  /** As its model says. */
  throttled: () =>
    new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, headers: { 'Retry-After': '3' } }),
  controls: {
    'POST vote': (cloud, body) => {
      const session = requiredText(body, 'session');
      const { answer } = body;
      if (answer === 'CANCEL') return cancel(cloud, session);
      if (answer !== 'APPROVE' && answer !== 'REJECT') throw new Error('answer must be APPROVE, REJECT or CANCEL');
      return vote(cloud, session, requiredText(body, 'approver'), answer);
    },
  },
};
