/** The deployed stack as CloudFormation describes it: on AWS and locally the same call. */

import type { StackResourceSummary } from '@aws-sdk/client-cloudformation';
import type { Context } from '../cli/command.ts';
import { CliError } from '../cli/exit.ts';
import type { Connection } from './connection.ts';

export interface Machine {
  arn: string;
  /** `offboard-dev-<kind>` */
  name: string;
  /** What stands after `offboard-<stage>-`: a kind, or `offboard`, `cleanup`, `verify`, `report`. */
  role: string;
}

/** What an execution is of, as --kind takes it: what ends no association of one kind is called after its machine. */
export function roleOf({ stackName }: Connection, { kind, machine }: { kind?: string; machine: string }): string {
  return kind ?? roleIn(stackName, machine);
}

function roleIn(stackName: string, machine: string): string {
  return machine.startsWith(`${stackName}-`) ? machine.slice(stackName.length + 1) : machine;
}

/** Machines that work for the others: they start by themselves, and a verification runs for a week. */
const SERVANTS: readonly string[] = ['answer', 'apply', 'report', 'verify'];

/** The machines whose executions people ask about: one a kind, offboardings and cleanups. */
export function asked({ machines }: Pick<Stack, 'machines'>): readonly Machine[] {
  return machines.filter(({ role }) => !SERVANTS.includes(role));
}

export interface Stack {
  name: string;
  outputs: Readonly<Record<string, string>>;
  bus: string;
  machines: readonly Machine[];
  /** URLs. */
  queues: readonly string[];
  resources: readonly StackResourceSummary[];
}

const known = new WeakMap<Context, Promise<Stack>>();

/** @throws CliError where the stack is not there. Asked once a command. */
export function findStack(context: Context): Promise<Stack> {
  let stack = known.get(context);
  if (!stack) {
    stack = read(context);
    known.set(context, stack);
  }
  return stack;
}

async function read(context: Context): Promise<Stack> {
  const { stackName } = context.connection();
  const [outputs, resources] = await Promise.all([readOutputs(context, stackName), readResources(context, stackName)]);
  const ids = (type: string) =>
    resources.flatMap(({ ResourceType, PhysicalResourceId }) =>
      ResourceType === type && PhysicalResourceId !== undefined ? [PhysicalResourceId] : [],
    );
  return {
    name: stackName,
    outputs,
    bus: stackName,
    machines: ids('AWS::StepFunctions::StateMachine').map((arn) => machineOf(arn, stackName)),
    queues: ids('AWS::SQS::Queue'),
    resources,
  };
}

function machineOf(arn: string, stackName: string): Machine {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  return { arn, name, role: roleIn(stackName, name) };
}

async function readOutputs(context: Context, stackName: string): Promise<Record<string, string>> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await context.clients().cloudformation();
  const described = await client.send(new DescribeStacksCommand({ StackName: stackName })).catch((error: Error) => {
    throw notFound(error, context, stackName);
  });
  const outputs = described.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
}

/** CloudFormation says ValidationError "Stack with id X does not exist". */
function notFound(error: Error, context: Context, stackName: string): Error {
  if (error.name !== 'ValidationError' || !/does not exist/.test(error.message)) return error;
  const { region, local } = context.connection();
  return new CliError(`there is no stack ${stackName} in ${region}`, {
    hints: local
      ? ['the local runtime serves the stage it was started with; name it with --stage']
      : [
          'deploy it with: npx serverless deploy --stage <stage>',
          'or name another stage or Region with --stage and --region',
        ],
  });
}

async function readResources(context: Context, stackName: string): Promise<StackResourceSummary[]> {
  const { paginateListStackResources } = await import('@aws-sdk/client-cloudformation');
  const client = await context.clients().cloudformation();
  const resources: StackResourceSummary[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      resources.push(...(page.StackResourceSummaries ?? []));
    }
  } catch (error) {
    throw notFound(error as Error, context, stackName);
  }
  return resources;
}
