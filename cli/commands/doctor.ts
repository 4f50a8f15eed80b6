import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { awsFlagsOf } from '../../client/connection.ts';
import { isDuplicate, readDeadLetters } from '../../client/dead-letters/read.ts';
import { ClientError } from '../../client/errors.ts';
import { listRules } from '../../client/events/rules.ts';
import { callerArn } from '../../client/identity/caller.ts';
import { listCleanupSchedules } from '../../client/schedules/list.ts';
import { homeOf } from '../../client/stack.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { examine, type Finding, printFindings } from '../common/findings.ts';

interface Check {
  name: string;
  /** @returns what was found. @throws where it is not in order, which is the finding then. */
  run(client: StackClient): Promise<string>;
}

const CHECKS: readonly Check[] = [
  { name: 'region', run: async ({ connection }) => connection.region },
  { name: 'credentials', run: callerArn },
  { name: 'stack', run: checkStack },
  { name: 'bus', run: checkBus },
  { name: 'machines', run: checkMachines },
  { name: 'rules', run: checkRules },
  { name: 'schedules', run: checkSchedules },
  { name: 'dead letters', run: checkDeadLetters },
];

export const doctor: Command = {
  syntax: 'doctor',
  summary: 'check credentials, Region, stack, bus, machines, rules, schedules and dead letters',
  help: `Examples:
  offboard doctor --stage prod --region eu-west-1
  offboard doctor --here --profile audit
Exits with 0 where everything is in order, else with 1 and what to do. With --here it checks what plan --here needs:
Node, credentials, clock, endpoints, state, and by trying them the reads of each kind.`,
  here: 'alone',
  async run(context, _args, options) {
    if (options.here === true) return printFindings(context, await findingsHere(context, options));
    const findings: Finding[] = [];
    for (const { name, run } of CHECKS) findings.push(await examine(name, () => run(context.client()), context));
    return printFindings(context, findings);
  },
};

async function findingsHere(context: Context, options: Options): Promise<Finding[]> {
  const [{ examineHere }, { flagsIn }] = await Promise.all([import('../here/doctor.ts'), import('../here/flags.ts')]);
  return examineHere(context, flagsIn(doctor, options));
}

async function checkStack(client: StackClient): Promise<string> {
  const stack = await client.stack();
  const { account, region } = homeOf(stack);
  return `${stack.name} in account ${account}, ${region}`;
}

async function checkBus(client: StackClient): Promise<string> {
  const { bus } = await client.stack();
  const { Arn } = await (await client.aws.eventbridge()).send(new DescribeEventBusCommand({ Name: bus }));
  return Arn ?? bus;
}

async function checkMachines(client: StackClient): Promise<string> {
  const { machines } = await client.stack();
  const sfn = await client.aws.sfn();
  const states = await Promise.all(
    machines.map(async ({ arn, role }) => {
      const { status } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
      return { role, status };
    }),
  );
  const inactive = states.filter(({ status }) => status !== 'ACTIVE');
  if (inactive.length === 0) return `${states.length} active: ${states.map(({ role }) => role).join(', ')}`;
  const names = inactive.map(({ role, status }) => `${role} (${status})`).join(', ');
  throw new ClientError('FAILED', `not active: ${names}`, 'deploy the stack again');
}

/** Requests are lost where a rule of the stack's bus is disabled. */
async function checkRules(client: StackClient): Promise<string> {
  const { bus } = await client.stack();
  const rules = await listRules(client, { EventBusName: bus });
  const disabled = rules.filter(({ State }) => State === 'DISABLED').map(({ Name = '' }) => Name);
  if (disabled.length === 0) return `${rules.length} rules enabled`;
  const flags = awsFlagsOf(client.connection);
  const hints = disabled.map((name) => `aws events enable-rule --event-bus-name ${bus} --name ${name} ${flags}`);
  throw new ClientError('FAILED', `disabled: ${disabled.join(', ')}`, ...hints);
}

/** A cleanup's rule outlives the stack that it was added to. */
async function checkSchedules(client: StackClient): Promise<string> {
  const schedules = await listCleanupSchedules(client);
  const machines = await client.stack().then(
    (stack) => stack.machines.map(({ arn }) => arn),
    (): string[] => [],
  );
  const orphaned = schedules.filter(({ targets }) => !targets.some(({ arn }) => machines.includes(arn)));
  if (orphaned.length === 0) return `${schedules.length} cleanups`;
  throw new ClientError(
    'FAILED',
    `orphaned, they start no state machine of the stack: ${orphaned.map(({ rule }) => rule).join(', ')}`,
    ...orphaned.map(({ name }) => ({ text: 'remove it with', command: `schedule remove ${name}` })),
  );
}

async function checkDeadLetters(client: StackClient): Promise<string> {
  const messages = await readDeadLetters(client);
  const lost = messages.filter((message) => !isDuplicate(message)).length;
  if (lost === 0) return 'none';
  throw new ClientError(
    'FAILED',
    `${lost} undelivered`,
    { text: 'read them with', command: 'dead-letters' },
    { text: 'send them again with', command: 'dead-letters --resend' },
  );
}
