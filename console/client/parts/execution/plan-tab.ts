/** The plan of an offboarding: its items and their progress, the approval it waits for, the outcomes. */

import { shellQuote } from '../../../../client/shell-quote.ts';
import type { Offboarding } from '../../../contract.ts';
import { get, post } from '../../common/api.ts';
import { offboardCommand } from '../../common/command-line.ts';
import { h } from '../../common/dom.ts';
import { type ExecutionDetail, refreshExecution } from '../../common/execution-detail.ts';
import { type Polled, polled } from '../../common/polling.ts';
import { appState } from '../../common/state.ts';
import { button, errorMessage } from '../basics.ts';
import { confirmAction } from '../dialog.ts';
import { lines, planTable } from '../plan-table.ts';
import { nextStep } from './next-step.ts';

let open: { arn: string; offboarding: Polled<Offboarding> } | undefined;

export function planTab({ view }: ExecutionDetail) {
  const { arn } = view;
  if (open?.arn !== arn) open = { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 1_000) };
  const { offboarding } = open;
  offboarding.keepPolling();
  const { value, error } = offboarding;
  if (!value) return error === '' ? h('p', {}, 'Loading …') : errorMessage(error);
  const { plan, pendingApproval, reasons, outcomes } = value;
  return [
    nextStep(value, view),
    pendingApproval && approvalButtons(value, view, offboarding.refresh),
    lines('Why nothing was changed', reasons),
    outcomes && outcomeChips(outcomes),
    plan
      ? planTable(plan, view.correlationId)
      : h(
          'p',
          { class: 'note' },
          view.status === 'RUNNING' ? 'Discovery is running; the plan follows it.' : 'No plan was made.',
        ),
  ];
}

function outcomeChips(outcomes: NonNullable<Offboarding['outcomes']>) {
  return h(
    'p',
    { class: 'row' },
    outcomes.map((outcome) => h('span', { key: outcome, class: 'chip' }, outcome)),
  );
}

/** The banner above says what is to be approved, and until when. */
function approvalButtons(
  { id, plan, pendingApproval }: Offboarding,
  view: ExecutionDetail['view'],
  onDone: () => void,
) {
  const approval = { id, arn: view.arn, subject: view.label ?? plan?.id ?? id, onDone };
  const identity = appState.stack?.identity;
  const isRequester = identity !== undefined && identity === pendingApproval?.requestedBy;
  return h(
    'div',
    { class: 'answer' },
    h(
      'p',
      { class: 'note', id: 'approver' },
      `You answer as ${identity ?? 'the identity of this console’s credentials'}. `,
      isRequester ? 'You requested it, so somebody else must approve; you can deny.' : 'The requester cannot approve.',
    ),
    h(
      'div',
      { class: 'row' },
      button('Approve', () => decide('approve', approval), {
        class: 'button primary',
        disabled: isRequester,
        'aria-describedby': 'approver',
      }),
      button('Deny', () => decide('deny', approval)),
    ),
  );
}

interface Approval {
  id: string;
  arn: string;
  subject: string;
  onDone(): void;
}

function decide(decision: 'approve' | 'deny', { id, arn, subject, onDone }: Approval): void {
  const approves = decision === 'approve';
  confirmAction({
    title: approves ? 'Carry out this plan?' : 'Deny this plan?',
    text: approves
      ? 'Discovery runs once more, then every association of the plan is removed. The answer is given with this console’s identity; the requester cannot approve.'
      : 'The offboarding ends, and nothing is changed.',
    commandLine: offboardCommand(`${decision} ${id} --reason ${shellQuote('why')}`),
    confirmLabel: approves ? 'Approve' : 'Deny',
    inputLabel: 'Reason (kept with the answer)',
    confirmText: approves ? subject : 'deny',
    run: (reason) => post('answer', { arn, decision, reason }),
    onDone() {
      onDone();
      refreshExecution();
    },
  });
}
