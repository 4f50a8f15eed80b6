/** Whether everything is in place, and how to mend what is not. */

import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsFlagsOf, explain } from '../../client/connection.ts';
import { listSchedules } from '../../client/schedules/schedules.ts';
import { findStack, type Stack } from '../../client/stack.ts';
import type { Context, Verb } from '../command.ts';
import { CliError, EXIT } from '../exit.ts';
import { countLetters } from './dead-letters.ts';

interface Finding {
  check: string;
  ok: boolean;
  found: string;
  /** How to mend it. */
  mend?: string;
}

/** A look at one thing; whatever it throws is its finding. */
interface Check {
  name: string;
  /** @returns what was found; throws where it is not in order. */
  look(context: Context): Promise<string>;
}

const CHECKS: readonly Check[] = [
  { name: 'region', look: async (context) => context.connection().region },
  { name: 'credentials', look: whoAmI },
  {
    name: 'stack',
    look: async (context) =>
      `${(await findStack(context)).name}, ${(await findStack(context)).resources.length} resources`,
  },
  { name: 'bus', look: seeBus },
  { name: 'machines', look: seeMachines },
  { name: 'rules', look: seeRules },
  { name: 'schedules', look: seeSchedules },
  { name: 'dead letters', look: seeLetters },
];

export const doctor: Verb = {
  syntax: 'doctor',
  summary: 'checks credentials, Region, stack, bus, machines, rules, schedules and dead letters',
  help: 'Ends with 0 when everything is in order, else with 1 and what to do.',
  async run(context) {
    const findings: Finding[] = [];
    for (const check of CHECKS) findings.push(await examine(check, context));
    const ok = findings.every((finding) => finding.ok);
    if (context.output.json) context.output.data({ ok, findings });
    else for (const finding of findings) print(context, finding);
    return ok ? EXIT.done : EXIT.failed;
  },
};

async function examine({ name, look }: Check, context: Context): Promise<Finding> {
  try {
    return { check: name, ok: true, found: await look(context) };
  } catch (thrown) {
    const error = understood(thrown, context);
    const hints = error instanceof CliError ? error.hints : [];
    return { check: name, ok: false, found: error.message, ...(hints.length ? { mend: hints.join('; ') } : {}) };
  }
}

function understood(thrown: unknown, context: Context): Error {
  try {
    return explain(thrown, context.connection()) as Error;
  } catch {
    // Without a Region there is no connection to explain by.
    return thrown as Error;
  }
}

function print({ output }: Context, { check, ok, found, mend }: Finding): void {
  output.text(`${ok ? output.paint('good', '✓') : output.paint('bad', '✗')} ${check.padEnd(13)} ${found}`);
  if (mend) output.text(`  ${' '.repeat(13)} ${mend}`);
}

async function whoAmI(context: Context): Promise<string> {
  const { Arn } = await (await context.clients().sts()).send(new GetCallerIdentityCommand({}));
  return Arn ?? 'unknown';
}

async function seeBus(context: Context): Promise<string> {
  const { DescribeEventBusCommand } = await import('@aws-sdk/client-eventbridge');
  const { bus } = await findStack(context);
  const { Arn } = await (await context.clients().eventbridge()).send(new DescribeEventBusCommand({ Name: bus }));
  return Arn ?? bus;
}

async function seeMachines(context: Context): Promise<string> {
  const { DescribeStateMachineCommand } = await import('@aws-sdk/client-sfn');
  const { machines } = await findStack(context);
  const client = await context.clients().sfn();
  const states = await Promise.all(
    machines.map(async ({ arn, role }) => {
      const { status } = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
      return { role, status };
    }),
  );
  const inactive = states.filter(({ status }) => status !== 'ACTIVE');
  if (inactive.length > 0) {
    throw new CliError(`not active: ${inactive.map(({ role, status }) => `${role} (${status})`).join(', ')}`, {
      hints: ['deploy the stack again'],
    });
  }
  return `${states.length} active: ${states.map(({ role }) => role).join(', ')}`;
}

/** Rules of the stack's bus that someone switched off: their events would go nowhere. */
async function seeRules(context: Context): Promise<string> {
  const rules = await listRules(context, await findStack(context));
  const off = rules.filter(({ State }) => State === 'DISABLED');
  if (off.length > 0) {
    const names = off.map(({ Name }) => Name).join(', ');
    const [{ bus }, place] = [await findStack(context), awsFlagsOf(context.connection())];
    throw new CliError(`switched off: ${names}`, {
      hints: off.map(({ Name }) => `aws events enable-rule --event-bus-name ${bus} --name ${Name} ${place}`),
    });
  }
  return `${rules.length} rules on`;
}

async function listRules(context: Context, { bus }: Stack): Promise<{ Name?: string; State?: string }[]> {
  const { ListRulesCommand } = await import('@aws-sdk/client-eventbridge');
  const client = await context.clients().eventbridge();
  const rules: { Name?: string; State?: string }[] = [];
  for (let token: string | undefined; ; ) {
    const page = await client.send(new ListRulesCommand({ EventBusName: bus, ...(token ? { NextToken: token } : {}) }));
    rules.push(...((page.Rules ?? []) as typeof rules));
    token = page.NextToken;
    if (!token) return rules;
  }
}

/** Scheduled cleanups that start nothing: their state machine went with the stack that they were added to. */
async function seeSchedules(context: Context): Promise<string> {
  const schedules = await listSchedules(context);
  const machines = await findStack(context).then(
    (stack) => stack.machines.map(({ arn }) => arn),
    (): string[] => [],
  );
  const orphans = schedules.filter(({ target }) => target?.Arn === undefined || !machines.includes(target.Arn));
  if (orphans.length > 0) {
    throw new CliError(
      `orphaned, for they start no state machine of the stack: ${orphans.map(({ rule }) => rule).join(', ')}`,
      {
        hints: orphans.map(({ name }) => context.line(`schedule remove ${name}`)),
      },
    );
  }
  return `${schedules.length} cleanups`;
}

async function seeLetters(context: Context): Promise<string> {
  const letters = await countLetters(context);
  if (letters > 0) {
    throw new CliError(`${letters} undelivered`, {
      hints: [
        `read them with: ${context.line('dead-letters')}`,
        `send them again with: ${context.line('dead-letters --resend')}`,
      ],
    });
  }
  return 'none';
}
