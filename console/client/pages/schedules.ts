import { formatUntil } from '../../../client/duration.ts';
import { shellQuote } from '../../../client/shell-quote.ts';
import type { ScheduleView } from '../../contract.ts';
import { post } from '../common/api.ts';
import { awsConsoleLink, rulePath } from '../common/aws-console.ts';
import { awsCommand, offboardCommand } from '../common/command-line.ts';
import { type Child, h } from '../common/dom.ts';
import { arnName, formatMoment, formatTime, statusTone } from '../common/format.ts';
import { executionAddress, go } from '../common/route.ts';
import { schedules } from '../common/schedules.ts';
import { appState, now } from '../common/state.ts';
import { badge, button, empty, errorMessage, page } from '../parts/basics.ts';
import { confirmAction } from '../parts/dialog.ts';
import { policyMatches, showPolicyMatches } from '../parts/policy-matches.ts';

export function schedulesPage() {
  schedules.keepPolling();
  return page('Schedules', errorMessage(schedules.error), list(schedules.value));
}

function list(value: readonly ScheduleView[] | undefined) {
  if (value === undefined) return h('p', {}, 'Loading …');
  return value.length === 0 ? empty('This stack has no schedules.') : h('ul', { class: 'cards' }, value.map(card));
}

function card(schedule: ScheduleView) {
  const { rule, bus, description, enabled, policy } = schedule;
  return h(
    'li',
    { key: rule, class: 'panel card' },
    h(
      'div',
      { class: 'title' },
      h('h2', {}, rule),
      badge(enabled ? 'good' : 'idle', enabled ? 'ENABLED' : 'PAUSED'),
      h(
        'div',
        { class: 'row actions' },
        policy && button('What it would match', () => match(schedule)),
        enabled ? button('Pause', () => pause(schedule)) : button('Resume', () => resume(schedule)),
        machineOf(schedule) && button('Run now', () => runNow(schedule)),
        awsConsoleLink(rulePath(bus, rule)),
      ),
    ),
    description !== undefined && h('p', { class: 'note' }, description),
    facts(schedule, now()),
    policyMatches(rule),
  );
}

function facts(schedule: ScheduleView, time: number) {
  const { expression, next, targets, policy, last, lastResult } = schedule;
  return h(
    'dl',
    { class: 'facts inline' },
    fact('Expression', h('code', {}, expression)),
    fact('Next run', nextRun(schedule, time)),
    next.length > 1 &&
      fact(
        'Then',
        next
          .slice(1)
          .map((iso) => formatTime(iso, time))
          .join(' · '),
      ),
    fact('Starts', targets.map(({ arn }) => arnName(arn)).join(', ') || 'nothing'),
    policy && fact('Mode', policy.mode === 'apply' ? 'apply: removes what matches' : 'plan: only reports'),
    last &&
      fact('Last run', [
        badge(statusTone(last), last.outcome ?? last.status),
        ' ',
        h('a', { href: executionAddress(last.arn) }, formatMoment(last.started, time)),
        lastResult !== undefined && `: ${lastResult}`,
      ]),
  );
}

function fact(name: string, value: Child) {
  return h('div', { key: name }, h('dt', {}, name), h('dd', {}, value));
}

/** EventBridge counts a rate from a moment that its API does not return. */
function nextRun({ enabled, expression, next: [first] }: ScheduleView, time: number): string {
  if (!enabled) return 'none while it is paused';
  if (first === undefined)
    return expression.startsWith('rate(') ? `${expression.slice(5, -1)} after the last run` : 'unknown';
  return `${formatTime(first, time)}, ${formatUntil(first, time)}`;
}

function pause(schedule: ScheduleView): void {
  const { rule } = schedule;
  confirmAction({
    title: `Pause ${rule}?`,
    text: 'It does not run again until it is resumed. Executions that run now continue.',
    commandLine: scheduleCommand('pause', schedule) ?? awsCommand(`events disable-rule --name ${rule}`),
    confirmLabel: 'Pause',
    run: () => post('pause', { rule }),
    onDone: schedules.refresh,
  });
}

function resume(schedule: ScheduleView): void {
  const { rule } = schedule;
  confirmAction({
    title: `Resume ${rule}?`,
    text: 'It runs again when it is due. Missed runs are not made up for.',
    commandLine: scheduleCommand('resume', schedule) ?? awsCommand(`events enable-rule --name ${rule}`),
    confirmLabel: 'Resume',
    run: () => post('resume', { rule }),
    onDone: schedules.refresh,
  });
}

function runNow(schedule: ScheduleView): void {
  const { rule } = schedule;
  const { arn = '', input = '' } = machineOf(schedule) ?? {};
  confirmAction({
    title: `Run ${rule} now?`,
    text: 'Its target is started at once with the schedule’s input. The next scheduled run stays as it is.',
    commandLine:
      scheduleCommand('run', schedule) ??
      awsCommand(`stepfunctions start-execution --state-machine-arn ${arn} --input ${shellQuote(input)}`),
    confirmLabel: 'Run now',
    run: () => post<{ arn: string }>('run', { rule }),
    onDone: (execution) => go(executionAddress(execution.arn)),
  });
}

function match(schedule: ScheduleView): void {
  const { rule } = schedule;
  confirmAction({
    title: `What would ${rule} match now?`,
    text: 'An offboarding in mode plan runs with its policy: discovery reads everything, and nothing is changed.',
    commandLine: scheduleCommand('test', schedule) ?? '',
    confirmLabel: 'Plan',
    run: () => post<{ arn: string }>('match', { rule }),
    onDone: ({ arn }) => showPolicyMatches(rule, arn),
  });
}

function machineOf({ targets }: ScheduleView) {
  return targets.find(({ arn }) => arn.includes(':stateMachine:'));
}

/** The command line names cleanups without the stack's prefix; it has no command for other schedules. */
function scheduleCommand(
  command: 'pause' | 'resume' | 'run' | 'test',
  { rule, policy }: ScheduleView,
): string | undefined {
  return policy && offboardCommand(`schedule ${command} ${rule.replace(`${appState.stack?.name}-cleanup-`, '')}`);
}
