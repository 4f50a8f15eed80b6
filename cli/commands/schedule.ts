import { parseSchedule, ScheduleError } from '@offboard/schedule-expression';
import { ClientError } from '../../client/errors.ts';
import {
  addCleanupSchedule,
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
  runSchedule,
} from '../../client/schedules/change.ts';
import { type CleanupSchedule, findCleanupSchedule, listCleanupSchedules } from '../../client/schedules/list.ts';
import { lastRuns, nextRunOf } from '../../client/schedules/runs.ts';
import type { CleanupPolicy } from '../../events/cleanup.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { confirm } from '../common/confirm.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { table } from '../common/output.ts';
import { readPolicy } from '../common/policy-file.ts';
import { planFor } from './plan.ts';

type Action = (context: Context, args: readonly string[], options: Options) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = { add, list, show, test, pause, resume, run, remove };

export const schedule: Command = {
  syntax: 'schedule <action> [name] [policy]',
  summary: `scheduled cleanups: ${Object.keys(ACTIONS).join(', ')}`,
  options: (command) =>
    command
      .option('--rate <rate>', "add: how often, as in '1 hour' or '7 days'")
      .option('--cron <fields>', "add: when, in UTC, as in '0 2 * * ? *'")
      .option('--yes', 'add, remove: do not ask for confirmation'),
  help: `Examples:
  offboard schedule list
  offboard schedule test stuck.json
  offboard schedule add stuck-packages stuck.json --cron '30 2 * * ? *'
  offboard schedule pause stuck-packages
A policy is { "name", "description", "kinds", "where"?, "match", "mode"?, "limits"?, "approval"? }. match is an
EventBridge pattern over a discovered association; mode is plan by default, or apply. show prints one.`,
  async run(context, [action = '', ...args], options) {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) throw usage(`schedule has no action '${action}'`, `the actions are: ${Object.keys(ACTIONS).join(', ')}`);
    return act(context, args, options);
  },
};

async function add(context: Context, [name, file]: readonly string[], options: Options): Promise<ExitCode> {
  const { client, line } = context;
  if (name === undefined || file === undefined)
    throw usage('a name and the file of a policy are required', line('schedule add NAME POLICY --rate …'));
  const policy = readPolicy(context, file, name);
  const expression = expressionOf(options);
  const known = (await listCleanupSchedules(client())).find((each) => each.name === name);
  if (known) throw usage(`schedule ${name} exists already`, `remove it with: ${line(`schedule remove ${name}`)}`);
  // Its runs ask for no confirmation.
  if (policy.mode === 'apply') await confirm(context, name, options);
  await addCleanupSchedule(client(), policy, expression);
  return print(context, { name, expression, policy }, `${name} runs ${expression}, in mode ${policy.mode ?? 'plan'}`);
}

/** @throws ClientError INVALID for what EventBridge would reject. */
function expressionOf({ rate, cron }: Options): string {
  if ((rate === undefined) === (cron === undefined)) throw usage('either --rate or --cron is required');
  const expression = rate === undefined ? `cron(${cron})` : `rate(${rate})`;
  try {
    parseSchedule(expression);
  } catch (error) {
    if (error instanceof ScheduleError) throw usage(error.message);
    throw error;
  }
  return expression;
}

async function list({ client, output }: Context): Promise<ExitCode> {
  const schedules = await listCleanupSchedules(client());
  const [last, now] = [await lastRuns(client()), await client().now()];
  const rows = schedules.map(({ targets: _, ...each }) => {
    const ran = last.get(each.policy?.name ?? each.name);
    return { ...each, next: nextRunOf(each, ran, now), ...(ran ? { last: ran } : {}) };
  });
  if (output.structured) output.data({ schedules: rows });
  else if (rows.length === 0) output.text('no schedules');
  else {
    for (const line of table(output, rows, [
      { title: 'name', value: ({ name }) => name },
      { title: 'when', value: ({ expression }) => expression },
      { title: 'mode', value: ({ policy }) => policy?.mode ?? 'plan' },
      { title: 'next run', value: ({ next }) => next, style: ({ enabled }) => (enabled ? undefined : 'warn') },
      { title: 'last run', value: ({ last: ran }) => ran?.startedAt ?? '-' },
      { title: 'result', value: ({ last: ran }) => ran?.result ?? '-' },
      { title: 'description', value: ({ policy }) => policy?.description ?? '-', limit: 60 },
    ])) {
      output.text(line);
    }
  }
  return EXIT.done;
}

async function show(context: Context, args: readonly string[]): Promise<ExitCode> {
  const { client, output } = context;
  const found = await namedSchedule(context, args);
  const { name, policy, expression, enabled, deployed } = found;
  const last = (await lastRuns(client())).get(policy?.name ?? name);
  const next = nextRunOf(found, last, await client().now());
  if (output.structured) output.data({ name, expression, enabled, deployed, policy, next, last });
  else {
    // stdout carries the policy alone, so that it can be redirected to a file.
    output.note(`${name}  ${expression}  next run ${next}  ${deployed ? 'deployed with the stack' : 'added'}`);
    if (last) output.note(`last run ${last.startedAt}: ${last.result}`);
    output.text(JSON.stringify(policy ?? null, null, 2));
  }
  return EXIT.done;
}

/** What a policy, of a file or of a schedule, would match now. */
async function test(context: Context, args: readonly string[], options: Options): Promise<ExitCode> {
  const [file = ''] = args;
  const policy = /\.json$/.test(file) ? readPolicy(context, file) : policyOf(await namedSchedule(context, args));
  return planFor(context, { policy, options: { mode: 'plan' } }, options);
}

async function pause(context: Context, args: readonly string[]): Promise<ExitCode> {
  const { name, rule } = await namedSchedule(context, args);
  await pauseSchedule(context.client(), rule);
  return print(context, { name, enabled: false }, `${name} is paused`);
}

async function resume(context: Context, args: readonly string[]): Promise<ExitCode> {
  const { name, rule, expression } = await namedSchedule(context, args);
  await resumeSchedule(context.client(), rule);
  return print(context, { name, enabled: true }, `${name} runs ${expression}`);
}

/** Now, with the input that its rule has. */
async function run(context: Context, args: readonly string[]): Promise<ExitCode> {
  const found = await namedSchedule(context, args);
  const { name } = policyOf(found);
  const execution = await runSchedule(context.client(), found);
  const id = execution.slice(execution.lastIndexOf(':') + 1);
  context.output.note(`started; follow it with: ${context.line(`watch ${id}`)}`);
  return print(context, { name, execution }, id);
}

async function remove(context: Context, args: readonly string[], options: Options): Promise<ExitCode> {
  const found = await namedSchedule(context, args);
  const { name, deployed } = found;
  if (deployed) {
    throw usage(
      `${name} is deployed with the stack, and the next deployment would restore it`,
      `pause it with: ${context.line(`schedule pause ${name}`)}`,
    );
  }
  await confirm(context, name, options);
  await removeSchedule(context.client(), found);
  return print(context, { name, removed: true }, `${name} is removed`);
}

async function namedSchedule({ client, line }: Context, [name]: readonly string[]): Promise<CleanupSchedule> {
  if (name === undefined) throw usage('the name of a schedule is required', `list them with: ${line('schedule list')}`);
  return findCleanupSchedule(client(), name);
}

function policyOf({ name, policy }: CleanupSchedule): CleanupPolicy {
  if (policy) return policy;
  throw new ClientError('FAILED', `schedule ${name} has no policy`, {
    text: 'add it again, after',
    command: `schedule remove ${name}`,
  });
}

function print({ output }: Context, data: unknown, line: string): ExitCode {
  if (output.structured) output.data(data);
  else output.text(line);
  return EXIT.done;
}
