/** The stack's schedules: when they run next, what they start, and a hand on each. */

import type { Schedule } from '../../contract.ts';
import { get, post } from '../api.ts';
import { inAwsConsole, rulePath } from '../aws-console.ts';
import { h } from '../dom.ts';
import { arnName, formatAge, formatDuration, formatTime, statusTone } from '../format.ts';
import { badge, button, empty } from '../parts/basics.ts';
import { confirmAction } from '../parts/dialog.ts';
import { actionsAllowed, awsCliFlags, shellQuote } from '../parts/execution/actions.ts';
import { matched, showMatched } from '../parts/policy-matches.ts';
import { polled } from '../polling.ts';
import { executionAddress, go } from '../route.ts';
import { known, now } from '../state.ts';

const schedules = polled(() => get<Schedule[]>('schedules', { now: Math.floor(now()) }), 1_000);

export function schedulesPage() {
  schedules.keep();
  const { value, trouble } = schedules;
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Schedules'),
    trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, trouble),
    value === undefined
      ? h('p', {}, 'Loading …')
      : value.length === 0
        ? empty('This stack has no schedules.')
        : h('ul', { class: 'cards' }, value.map(card)),
  );
}

function card(schedule: Schedule) {
  const { name, bus, description, expression, enabled, next, targets, policy, last } = schedule;
  const time = now();
  return h(
    'li',
    { key: name, class: 'panel card' },
    h(
      'div',
      { class: 'title' },
      h('h2', {}, name),
      badge(enabled ? 'good' : 'idle', enabled ? 'ENABLED' : 'PAUSED'),
      h(
        'div',
        { class: 'row actions' },
        policy && button('What it would match', () => match(schedule)),
        enabled ? button('Pause', () => turn(schedule, 'pause')) : button('Resume', () => turn(schedule, 'resume')),
        targets.some(({ arn }) => arn.includes(':stateMachine:')) && button('Run now', () => runNow(schedule)),
        inAwsConsole(rulePath(bus, name)),
      ),
    ),
    description !== undefined && h('p', { class: 'note' }, description),
    h(
      'dl',
      { class: 'facts inline' },
      fact('When', h('code', {}, expression)),
      fact('Next', nextWords(schedule, time)),
      next.length > 1 &&
        fact(
          'Then',
          next
            .slice(1)
            .map((iso) => formatTime(iso, time))
            .join(' · '),
        ),
      fact('Starts', targets.map(({ arn }) => arnName(arn)).join(', ') || 'nothing'),
      policy && fact('Mode', policy.mode === 'apply' ? 'apply: it ends what matches' : 'plan: it only reports'),
      last &&
        fact('Last', [
          badge(statusTone(last), last.outcome ?? last.status),
          ' ',
          h('a', { href: executionAddress(last.arn) }, formatAge(last.started, time)),
        ]),
    ),
    matched(name),
  );
}

function fact(name: string, what: Parameters<typeof h>[2]) {
  return h('div', { key: name }, h('dt', {}, name), h('dd', {}, what));
}

/** EventBridge counts a rate from a moment that its API does not return. */
function nextWords({ enabled, expression, next: [first] }: Schedule, time: number): string {
  if (!enabled) return 'not while it is paused';
  if (first === undefined)
    return expression.startsWith('rate(') ? `${expression.slice(5, -1)} after the last run` : 'unknown';
  return `${formatTime(first, time)}, in ${formatDuration(Date.parse(first) - time)}`;
}

function turn({ name, bus }: Schedule, what: 'pause' | 'resume'): void {
  const verb = what === 'pause' ? 'disable' : 'enable';
  confirmAction(
    {
      title: what === 'pause' ? `Pause ${name}?` : `Resume ${name}?`,
      text:
        what === 'pause'
          ? 'It does not run again until it is resumed. What runs already goes on.'
          : 'It runs again when it is due; what it missed is not made up for.',
      line: `aws events ${verb}-rule --name ${name} --event-bus-name ${bus}${awsCliFlags()}`,
      verb: what === 'pause' ? 'Pause' : 'Resume',
      run: () => post(what, { rule: name, bus }),
      done: schedules.again,
    },
    actionsAllowed(),
  );
}

function runNow(schedule: Schedule): void {
  const { name, bus, targets } = schedule;
  const { arn = '', input = '' } = targets.find((target) => target.arn.includes(':stateMachine:')) ?? {};
  confirmAction(
    {
      title: `Run ${name} now?`,
      text: 'What it starts is started at once, as if it were due. Its next run stays as it is.',
      line:
        verbLine('run', schedule) ??
        `aws stepfunctions start-execution --state-machine-arn ${arn} --input ${shellQuote(input)}${awsCliFlags()}`,
      verb: 'Run now',
      run: () => post('run', { rule: name, bus }),
      done: (answer) => go(executionAddress((answer as { arn: string }).arn)),
    },
    actionsAllowed(),
  );
}

function match(schedule: Schedule): void {
  const { name, bus } = schedule;
  confirmAction(
    {
      title: `What would ${name} match now?`,
      text: 'Its policy is planned by an offboarding in mode plan: everything is looked through, and nothing is touched.',
      line: verbLine('test', schedule) ?? '',
      verb: 'Look',
      run: () => post('match', { rule: name, bus }),
      done: (answer) => showMatched(name, (answer as { arn: string }).arn),
    },
    actionsAllowed(),
  );
}

/** The command line knows cleanups by their names without the stack's; other schedules it does not know. */
function verbLine(verb: 'run' | 'test', { name, policy }: Schedule): string | undefined {
  const { stack = '', flags = '' } = known.about ?? {};
  return policy && `npx offboard schedule ${verb} ${name.replace(`${stack}-cleanup-`, '')} ${flags}`;
}
