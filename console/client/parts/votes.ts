/** An approval session of the simulated world, and a say in it. */

import { controlApi } from '../api.ts';
import { h } from '../dom.ts';
import { arnName } from '../format.ts';
import { world } from '../pages/associations.ts';
import { known } from '../state.ts';
import { confirmAction } from './dialog.ts';
import { actionsAllowed } from './execution/actions.ts';

export interface World {
  arn: string;
  status: string;
  required: number;
  approvers: string[];
  votes: { approver: string; vote: 'APPROVE' | 'REJECT'; at: string }[];
}

export function voteButtons(session: World) {
  const { status, approvers, votes, required } = session;
  const given = votes.filter(({ vote }) => vote === 'APPROVE').length;
  return h(
    'div',
    { class: 'votes' },
    h('span', { class: 'note' }, `${status}: ${given} of ${required} needed`),
    status === 'PENDING' &&
      approvers
        .filter((approver) => !votes.some((vote) => vote.approver === approver))
        .map((approver) =>
          h(
            'div',
            { key: approver, class: 'row' },
            h('span', {}, arnName(approver)),
            ...(['APPROVE', 'REJECT'] as const).map((answer) =>
              h(
                'button',
                {
                  key: answer,
                  type: 'button',
                  class: 'button small',
                  'aria-label': `${answer === 'APPROVE' ? 'Approve' : 'Reject'} as ${arnName(approver)}`,
                  onclick: () => cast(session.arn, approver, answer),
                },
                answer === 'APPROVE' ? 'Approve' : 'Reject',
              ),
            ),
          ),
        ),
  );
}

function cast(session: string, approver: string, answer: 'APPROVE' | 'REJECT'): void {
  const word = answer.toLowerCase();
  confirmAction(
    {
      title: `${answer === 'APPROVE' ? 'Approve' : 'Reject'} as ${arnName(approver)}?`,
      text: 'A vote cannot be taken back.',
      line: `npx offboard sim vote ${session} ${approver} ${word} ${known.about?.flags ?? ''}`,
      verb: answer === 'APPROVE' ? 'Approve' : 'Reject',
      typed: word,
      run: () => controlApi('POST', 'vote', { session, approver, answer }),
      done: world.again,
    },
    actionsAllowed(),
  );
}
