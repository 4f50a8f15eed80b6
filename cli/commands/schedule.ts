/** Scheduled cleanups: what is looked for again and again, when, and what came of it. */

import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parseSchedule, ScheduleError } from '@offboard/schedule-expression';
import { stackTime } from '../../client/clock.ts';
import { lastRuns, nextRunOf } from '../../client/schedules/runs.ts';
import {
  addSchedule,
  findSchedule,
  listSchedules,
  removeSchedule,
  type Schedule,
} from '../../client/schedules/schedules.ts';
import { findStack } from '../../client/stack.ts';
import type { Context, Verb } from '../command.ts';
import { confirm } from '../confirm.ts';
import { CliError, EXIT, type ExitCode, usage } from '../exit.ts';
import { table } from '../output.ts';
import { readPolicy } from '../policy-file.ts';
import { planFor } from './plan.ts';

type Options = Readonly<Record<string, unknown>>;
type Action = (context: Context, words: readonly string[], options: Options) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = { add, list, show, test, pause, resume, run, remove };

export const schedule: Verb = {
  syntax: 'schedule <action> [name] [policy]',
  summary: `scheduled cleanups: ${Object.keys(ACTIONS).join(', ')}`,
  options: (command) =>
    command
      .option('--rate <rate>', "add: how often, as in '1 hour' or '7 days'")
      .option('--cron <fields>', "add: when, in UTC, as in '0 2 * * ? *'")
      .option('--yes', 'add, remove: do not ask for the name'),
  help: `Examples:
  offboard schedule list
  offboard schedule test stuck.json
  offboard schedule add stuck-packages stuck.json --cron '30 2 * * ? *'
  offboard schedule pause stuck-packages
A policy reads { "name", "description", "kinds", "where"?, "match", "mode"?, "limits"?, "approval"? }. match is a pattern
of EventBridge over a found association; mode is plan unless it says apply. show prints one.`,
  async run(context, [action = '', ...words], options) {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) throw usage(`schedule knows no '${action}'`, `it knows: ${Object.keys(ACTIONS).join(', ')}`);
    return act(context, words, options);
  },
};

async function add(context: Context, [name, file]: readonly string[], options: Options): Promise<ExitCode> {
  if (name === undefined || file === undefined)
    throw usage('name the schedule and the file of its policy', context.line('schedule add NAME POLICY --rate …'));
  const policy = readPolicy(context, file, name);
  const expression = expressionOf(options);
  const known = (await listSchedules(context)).find((one) => one.name === name);
  if (known)
    throw usage(`there is a schedule ${name} already`, `take it away with: ${context.line(`schedule remove ${name}`)}`);
  // From then on nobody is asked any more.
  if (policy.mode === 'apply') await confirm(context, name, options);
  await addSchedule(context, policy, expression);
  return tell(context, { name, expression, policy }, `${name} runs ${expression}, in mode ${policy.mode ?? 'plan'}`);
}

/** @throws CliError (usage) for what EventBridge would refuse. */
function expressionOf({ rate, cron }: Options): string {
  if ((rate === undefined) === (cron === undefined)) throw usage('say when: either --rate or --cron');
  const expression = rate === undefined ? `cron(${cron})` : `rate(${rate})`;
  try {
    parseSchedule(expression);
  } catch (error) {
    if (error instanceof ScheduleError) throw usage(error.message);
    throw error;
  }
  return expression;
}

async function list(context: Context): Promise<ExitCode> {
  const { output } = context;
  const [schedules, last, now] = [await listSchedules(context), await lastRuns(context), await stackTime(context)];
  const rows = schedules.map(({ target: _, ...one }) => {
    const ran = last.get(one.policy?.name ?? one.name);
    return { ...one, next: nextRunOf(one, ran, now), ...(ran ? { last: ran } : {}) };
  });
  if (output.json) output.data({ schedules: rows });
  else if (rows.length === 0) output.text('no schedules');
  else {
    for (const line of table(output, rows, [
      { title: 'name', value: ({ name }) => name },
      { title: 'when', value: ({ expression }) => expression },
      { title: 'mode', value: ({ policy }) => policy?.mode ?? 'plan' },
      { title: 'next run', value: ({ next }) => next, style: ({ on }) => (on ? undefined : 'warn') },
      { title: 'last run', value: ({ last: ran }) => ran?.startedAt ?? '-' },
      { title: 'result', value: ({ last: ran }) => ran?.result ?? '-' },
      { title: 'description', value: ({ policy }) => policy?.description ?? '-', most: 60 },
    ])) {
      output.text(line);
    }
  }
  return EXIT.done;
}

async function show(context: Context, [name]: readonly string[]): Promise<ExitCode> {
  const found = await findSchedule(context, named(context, name));
  const { policy, expression, on, deployed } = found;
  const last = (await lastRuns(context)).get(policy?.name ?? found.name);
  const next = nextRunOf(found, last, await stackTime(context));
  if (context.output.json) context.output.data({ name: found.name, expression, on, deployed, policy, next, last });
  else {
    // The policy alone is on stdout, so that it can be kept in a file and be the beginning of another.
    context.output.note(
      `${found.name}  ${expression}  next run ${next}  ${deployed ? 'deployed with the stack' : 'added'}`,
    );
    if (last) context.output.note(`last run ${last.startedAt}: ${last.result}`);
    context.output.text(JSON.stringify(policy ?? null, null, 2));
  }
  return EXIT.done;
}

/** What a policy would match now, of a file or of a schedule there is. */
async function test(context: Context, [given]: readonly string[], options: Options): Promise<ExitCode> {
  const name = named(context, given);
  const policy = /\.json$/.test(name)
    ? readPolicy(context, name)
    : policyOf(context, await findSchedule(context, name));
  return planFor(context, { policy, options: { mode: 'plan' } }, options);
}

async function pause(context: Context, [name]: readonly string[]): Promise<ExitCode> {
  const found = await findSchedule(context, named(context, name));
  await (await context.clients().eventbridge()).send(new DisableRuleCommand({ Name: found.rule }));
  return tell(context, { name: found.name, on: false }, `${found.name} is paused`);
}

async function resume(context: Context, [name]: readonly string[]): Promise<ExitCode> {
  const found = await findSchedule(context, named(context, name));
  await (await context.clients().eventbridge()).send(new EnableRuleCommand({ Name: found.rule }));
  return tell(context, { name: found.name, on: true }, `${found.name} runs ${found.expression}`);
}

/** Now, exactly as its rule would. */
async function run(context: Context, [name]: readonly string[]): Promise<ExitCode> {
  const policy = policyOf(context, await findSchedule(context, named(context, name)));
  const { machines, name: stack } = await findStack(context);
  const machine = machines.find(({ role }) => role === 'cleanup');
  if (!machine) throw new CliError(`stack ${stack} runs no cleanups`, { hints: ['deploy the stack again'] });
  const client = await context.clients().sfn();
  const { executionArn = '' } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machine.arn, input: JSON.stringify({ policy }) }),
  );
  const id = executionArn.slice(executionArn.lastIndexOf(':') + 1);
  context.output.note(`started; follow it with: ${context.line(`watch ${id}`)}`);
  return tell(context, { name: policy.name, execution: executionArn }, id);
}

async function remove(context: Context, [name]: readonly string[], options: Options): Promise<ExitCode> {
  const found = await findSchedule(context, named(context, name));
  if (found.deployed) {
    throw usage(
      `${found.name} is deployed with the stack, which would make it anew`,
      `pause it with: ${context.line(`schedule pause ${found.name}`)}`,
    );
  }
  await confirm(context, found.name, options);
  await removeSchedule(context, found);
  return tell(context, { name: found.name, removed: true }, `${found.name} is removed`);
}

function named({ line }: Context, name: string | undefined): string {
  if (name === undefined) throw usage('name the schedule', `list them with: ${line('schedule list')}`);
  return name;
}

function policyOf({ line }: Context, { name, policy }: Schedule): NonNullable<Schedule['policy']> {
  if (policy) return policy;
  throw new CliError(`schedule ${name} has no policy`, {
    hints: [`add it again, after: ${line(`schedule remove ${name}`)}`],
  });
}

function tell({ output }: Context, data: unknown, line: string): ExitCode {
  if (output.json) output.data(data);
  else output.text(line);
  return EXIT.done;
}
