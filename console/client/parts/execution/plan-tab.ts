/** An offboarding: its plan and its items as they go, the answer it waits for, how it rolled up. */

import type { Offboarding } from '../../../contract.ts';
import { get, post } from '../../api.ts';
import { h } from '../../dom.ts';
import { type ExecutionDetail, refreshNow } from '../../pages/execution.ts';
import { type Polled, polled } from '../../polling.ts';
import { known } from '../../state.ts';
import { button } from '../basics.ts';
import { confirmAction } from '../dialog.ts';
import { lines, planTable } from '../plan-table.ts';
import { actionsAllowed, shellQuote } from './actions.ts';

let reading: { arn: string; offboarding: Polled<Offboarding> } | undefined;

export function planTab({ view }: ExecutionDetail) {
  const { arn } = view;
  if (reading?.arn !== arn)
    reading = { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 1_000) };
  const { offboarding } = reading;
  offboarding.keep();
  const { value, trouble } = offboarding;
  if (!value) return trouble === '' ? h('p', {}, 'Loading …') : h('p', { class: 'trouble', role: 'alert' }, trouble);
  const { plan, awaiting, reasons, outcomes } = value;
  return [
    awaiting && approval(value, view, offboarding.again),
    lines('Why nothing was touched', reasons),
    outcomes &&
      h(
        'p',
        { class: 'row' },
        Object.entries(outcomes)
          .filter(([, count]) => count > 0)
          .map(([outcome, count]) => h('span', { key: outcome, class: 'chip' }, `${count} ${outcome}`)),
      ),
    plan
      ? planTable(plan, view.correlationId)
      : h(
          'p',
          { class: 'note' },
          view.status === 'RUNNING' ? 'Looking for what there is; the plan comes after that.' : 'No plan was made.',
        ),
  ];
}

/** What is asked, and until when, stands above in the banner. */
function approval({ id, plan }: Offboarding, view: ExecutionDetail['view'], done: () => void) {
  return h(
    'div',
    { class: 'answer' },
    h('p', { class: 'note' }, 'Given with the identity of this console. Whoever asked cannot approve.'),
    h(
      'div',
      { class: 'row' },
      (['approve', 'deny'] as const).map((decision) =>
        button(
          decision === 'approve' ? 'Approve' : 'Deny',
          () => answer({ id, arn: view.arn, decision, typed: view.label ?? plan?.id ?? id, done }),
          { class: decision === 'approve' ? 'button primary' : 'button' },
        ),
      ),
    ),
  );
}

interface Answering {
  id: string;
  arn: string;
  decision: 'approve' | 'deny';
  typed: string;
  done(): void;
}

function answer({ id, arn, decision, typed, done }: Answering): void {
  const approves = decision === 'approve';
  confirmAction(
    {
      title: approves ? 'Carry this plan out?' : 'Deny this plan?',
      text: approves
        ? 'It is looked at once more, and then everything in it is ended. The answer is given with the identity of this console; whoever asked cannot approve.'
        : 'The offboarding ends, and nothing is touched.',
      line: `npx offboard ${decision} ${id} --reason ${shellQuote('why')} ${known.about?.flags ?? ''}`,
      verb: approves ? 'Approve' : 'Deny',
      field: 'Reason (kept with the answer)',
      typed: approves ? typed : 'deny',
      run: (reason) => post('answer', { arn, decision, reason }),
      done() {
        done();
        refreshNow();
      },
    },
    actionsAllowed(),
  );
}
