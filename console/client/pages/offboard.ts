import { shellQuote } from '../../../client/shell-quote.ts';
import type { ExecutionRow } from '../../contract.ts';
import { post } from '../common/api.ts';
import { cached } from '../common/cached.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { formatMoment, statusLabel, statusTone } from '../common/format.ts';
import { executionAddress, go } from '../common/route.ts';
import { actionsAllowed, appState, now, redraw, roleOf } from '../common/state.ts';
import { badge, choice, empty, page, table, textField } from '../parts/basics.ts';
import { confirmAction, readOnlyNote, sameCommandLine } from '../parts/dialog.ts';

const form = { type: '', id: '', regions: '', reason: '' };

/** As many as a page shows at a glance. */
const MOST = 12;

export function offboardPage() {
  return page(
    'Offboard',
    h(
      'div',
      { class: 'split events' },
      h('section', { class: 'panel', 'aria-label': 'Plan' }, planForm()),
      h(
        'section',
        { class: 'panel', 'aria-label': 'Newest offboardings' },
        h(
          'div',
          { class: 'panel-head' },
          h('h2', {}, 'Newest offboardings'),
          h('a', { href: '/executions?kind=offboard' }, 'Show all'),
        ),
        newest(),
      ),
    ),
  );
}

function planForm() {
  const subjects = appState.stack?.subjects ?? [];
  const type = form.type || (subjects[0]?.type ?? '');
  const description = subjects.find((each) => each.type === type)?.description;
  const submit = (event: Event) => {
    event.preventDefault();
    if (form.id !== '') confirmPlan(type);
  };
  return h(
    'form',
    { onsubmit: submit },
    h('h2', {}, 'Who or what leaves?'),
    h('p', { class: 'note' }, 'First a plan is made, which changes nothing. You apply it afterwards.'),
    h(
      'div',
      { class: 'filters plan-subject' },
      choice(
        'Subject',
        type,
        subjects.map((each) => [each.type, each.type] as const),
        (chosen) => change('type', chosen),
      ),
      textField(`Name${description === undefined ? '' : `: ${description}`}`, form.id, (value) => change('id', value)),
    ),
    textField('Regions to search (empty: the stack’s own)', form.regions, (value) => change('regions', value)),
    textField('Reason (kept in the evidence)', form.reason, (value) => change('reason', value)),
    sameCommandLine(commandLine(type)),
    appState.stack && !actionsAllowed() && readOnlyNote(),
    h(
      'div',
      { class: 'row end' },
      h('button', { type: 'submit', class: 'button primary', disabled: form.id === '' || !actionsAllowed() }, 'Plan …'),
    ),
  );
}

function change(name: keyof typeof form, value: string): void {
  form[name] = value;
  redraw();
}

function commandLine(type: string): string {
  const regions = form.regions.split(/[\s,]+/).filter(Boolean);
  return offboardCommand(
    [
      `plan --${type} ${shellQuote(form.id)}`,
      ...regions.map((region) => `--where-region ${shellQuote(region)}`),
      ...(form.reason === '' ? [] : [`--reason ${shellQuote(form.reason)}`]),
    ].join(' '),
  );
}

function confirmPlan(type: string): void {
  confirmAction({
    title: `Plan the offboarding of ${type} "${form.id}"?`,
    text: 'Discovery reads every account and Region it is to search and lists what would be removed. Nothing is changed.',
    commandLine: commandLine(type),
    confirmLabel: 'Plan',
    run: () => post<{ arn: string }>('plan', { ...form, type }),
    onDone: ({ arn }) => {
      Object.assign(form, { id: '', reason: '' });
      go(executionAddress(arn));
    },
  });
}

const offboardings = cached(
  () => [],
  () => appState.sorted.filter((row) => roleOf(row) === 'offboard').slice(0, MOST),
);

function newest() {
  const rows = offboardings();
  if (rows.length === 0) return empty(appState.progress ? 'No offboardings yet.' : 'Loading …');
  return table('Newest offboardings', ['Subject', 'Status', 'Started'], rows.map(offboardingRow));
}

function offboardingRow(row: ExecutionRow) {
  const { id, arn, label, name, requestReason, started, outcome } = row;
  return h(
    'tr',
    { key: id },
    h(
      'th',
      { scope: 'row' },
      h('a', { href: executionAddress(arn) }, label ?? name),
      requestReason && h('small', {}, requestReason),
    ),
    h('td', {}, badge(statusTone(row), outcome ?? statusLabel(row))),
    h('td', {}, formatMoment(started, now())),
  );
}
