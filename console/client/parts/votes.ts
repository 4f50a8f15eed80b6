/** The votes of an approval session, with a button for each approver who has not voted. */

import { controlApi } from '../common/api.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { arnName } from '../common/format.ts';
import { type ApprovalSession, simulatedAssociations } from '../common/simulated-associations.ts';
import { button } from './basics.ts';
import { confirmAction } from './dialog.ts';

const VOTES = [
  ['APPROVE', 'Approve'],
  ['REJECT', 'Reject'],
] as const;
type Vote = (typeof VOTES)[number];

export function voteButtons({ arn, status, approvers, votes, required }: ApprovalSession) {
  const approvals = votes.filter(({ vote }) => vote === 'APPROVE').length;
  const pending = approvers.filter((approver) => !votes.some((vote) => vote.approver === approver));
  return h(
    'div',
    { class: 'votes' },
    h('span', { class: 'note' }, `${status}: ${approvals} of ${required} needed`),
    status === 'PENDING' &&
      pending.map((approver) =>
        h(
          'div',
          { key: approver, class: 'row' },
          h('span', {}, arnName(approver)),
          VOTES.map((vote) =>
            button(vote[1], () => castVote(arn, approver, vote), {
              key: vote[0],
              class: 'button small',
              'aria-label': `${vote[1]} as ${arnName(approver)}`,
            }),
          ),
        ),
      ),
  );
}

function castVote(session: string, approver: string, [answer, title]: Vote): void {
  const word = answer.toLowerCase();
  confirmAction({
    title: `${title} as ${arnName(approver)}?`,
    text: 'A vote cannot be changed.',
    commandLine: offboardCommand(`sim vote ${session} ${approver} ${word}`),
    confirmLabel: title,
    confirmText: word,
    run: () => controlApi('POST', 'vote', { session, approver, answer }),
    onDone: simulatedAssociations.refresh,
  });
}
