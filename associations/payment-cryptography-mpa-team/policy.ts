import { asynchronous, type Pace } from '../common/pace.ts';
import type { Policy } from '../common/policy.ts';
import type { MpaTeam } from './target.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** All calls of an account and Region share 5 requests a second. The session's own expiry overrules the deadline. */
const pace: Pace = {
  ...asynchronous,
  first: MINUTE,
  deadline: 24 * HOUR + 30 * MINUTE,
  grace: 2 * MINUTE,
  settle: 15 * MINUTE,
  usual: 4 * HOUR,
};

export const policy: Policy<MpaTeam> = {
  service: 'Payment Cryptography',

  pace,
  // Five requests a second for an account and Region.
  maxConcurrency: 3,
  /** The removal lifts a protection, so it comes when nothing is left to protect. */
  phaseOf: () => 3,

  subjects: {
    team: { field: 'mpaTeamArn', description: 'an approval team, by its ARN' },
  },
  filterOf: ({ action }) => ({ action }),
  annotations: ['requesterComment'],
  identityOf: ({ MpaTeamArn }) => MpaTeamArn,

  assess: () => ({
    risks: ['mpa-team'],
    impact: ['the action needs no approval any more once the team is gone', 'every approver of the team gets a mail'],
    restoreMethod: 'associating the team again',
  }),
  approvalRisks: ['mpa-team'],
  restoreSideEffects: 'every approver of the team gets a mail, and must agree',
};
