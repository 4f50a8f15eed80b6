/** Denies a plan, with the identity that STS attests. */

import { answerCommand } from '../common/answer.ts';

export const deny = answerCommand('deny', 'deny a plan that waits for approval; nothing of it is removed');
