/** An offboarding: its plan and its items as they go, the answer it waits for, how it rolled up. */

import type { Offboarding } from '../../../contract.ts';
import { get, post } from '../../api.ts';
import { h } from '../../dom.ts';
import { button } from '../../parts/basics.ts';
import { ask } from '../../parts/dialog.ts';
import { type Polled, polled } from '../../polling.ts';
import { known, now } from '../../state.ts';
import { duration, moment } from '../../words.ts';
import { type Opened, refreshNow } from '../execution.ts';
import { lines, planTable } from '../plan-table.ts';
import { allowed, quoted } from './actions.ts';

let reading: { arn: string; offboarding: Polled<Offboarding> } | undefined;

export function planTab({ view }: Opened) {
  const { arn } = view;
  if (reading?.arn !== arn)
    reading = { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 1_000) };
  const { offboarding } = reading;
  offboarding.keep();
  const { value, trouble } = offboarding;
  if (!value) return trouble === '' ? h('p', {}, 'Reading …') : h('p', { class: 'trouble', role: 'alert' }, trouble);
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

function approval({ id, plan, awaiting }: Offboarding, view: Opened['view'], done: () => void) {
  const { until = '', risks = [] } = awaiting ?? {};
  return h(
    'div',
    { class: 'banner warn' },
    h(
      'div',
      {},
      h(
        'p',
        {},
        `Waits for a person until ${moment(until, now())}, ${duration(Date.parse(until) - now())} from now. Silence is a denial.`,
      ),
      risks.length > 0 && h('p', {}, `Because of: ${risks.join(', ')}.`),
      h(
        'div',
        { class: 'row' },
        (['approve', 'deny'] as const).map((decision) =>
          button(decision === 'approve' ? 'Approve' : 'Deny', () =>
            answer({ id, arn: view.arn, decision, typed: view.label ?? plan?.id ?? id, done }),
          ),
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
  ask(
    {
      title: approves ? 'Carry this plan out?' : 'Deny this plan?',
      text: approves
        ? 'It is looked at once more, and then everything in it is ended. The answer is given with the identity of this console; whoever asked cannot approve.'
        : 'The offboarding ends, and nothing is touched.',
      line: `npx offboard ${decision} ${id} --reason ${quoted('why')} ${known.about?.flags ?? ''}`,
      verb: approves ? 'Approve' : 'Deny',
      field: 'Reason (kept with the answer)',
      typed: approves ? typed : 'deny',
      run: (reason) => post('answer', { arn, decision, reason }),
      done() {
        done();
        refreshNow();
      },
    },
    allowed(),
  );
}
