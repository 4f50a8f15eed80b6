/** A person says no, under the identity that STS vouches for. */

import { giveAnswer } from '../../client/approvals/answer.ts';
import type { Verb } from '../command.ts';

export const deny: Verb = {
  syntax: 'deny <id>',
  summary: 'refuse a plan that waits; nothing of it is touched',
  options: (command) => command.option('--reason <why>', 'kept with the answer in the evidence'),
  run: (context, [id = ''], { reason }) => giveAnswer(context, id, 'deny', reason),
};
