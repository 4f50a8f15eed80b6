import type { Pace, Policy } from '../contract.ts';
import { asynchronous } from '../pace.ts';
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

export const policy: Policy<MpaTeam> = { pace };
