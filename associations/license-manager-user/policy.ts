import type { Policy } from '../contract.ts';
import { asynchronous } from '../pace.ts';
import type { InstanceUser } from './target.ts';

export const policy: Policy<InstanceUser> = {
  pace: { ...asynchronous, deadline: 60 * 60, grace: 2 * 60, settle: 0, usual: 8 * 60 },
};
