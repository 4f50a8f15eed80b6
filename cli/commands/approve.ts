/** A person says yes, under the identity that STS vouches for. */

import { giveAnswer } from '../../client/approvals/answer.ts';
import type { Verb } from '../command.ts';

export const approve: Verb = {
  syntax: 'approve <id>',
  summary: 'let a plan that waits be carried out; whoever asked for it cannot',
  options: (command) => command.option('--reason <why>', 'kept with the answer in the evidence'),
  run: (context, [id = ''], { reason }) => giveAnswer(context, id, 'approve', reason),
};
