/** Approves a plan, with the identity that STS attests. */

import { answerCommand } from '../common/answer.ts';

export const approve = answerCommand('approve', 'approve a plan that waits for approval; its requester cannot');
