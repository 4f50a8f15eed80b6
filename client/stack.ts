/** The deployed stack as CloudFormation describes it: on AWS and on local AWS the same calls. */

import type { AwsClients } from './aws-clients.ts';
import type { Connection } from './connection.ts';
import { ClientError } from './errors.ts';

export interface Machine {
  arn: string;
  /** `offboard-dev-<kind>` */
  name: string;
  /** What follows `offboard-<stage>-`: a kind, or `offboard`, `cleanup`, `verify`, `report`, ... */
  role: string;
}

export interface Stack {
  name: string;
  outputs: Readonly<Record<string, string>>;
  bus: string;
  machines: readonly Machine[];
  /** URLs. */
  queues: readonly string[];
}

/** Machines that other machines and events start. A verification runs for a week. */
const INTERNAL_MACHINES: ReadonlySet<string> = new Set(['answer', 'apply', 'notice', 'reconcile', 'report', 'verify']);

/** Whether people start its executions: one machine a kind, offboardings and cleanups. */
export function isRequestMachine(role: string): boolean {
  return !INTERNAL_MACHINES.has(role);
}

/** An execution's kind, or its machine's role where it removes no association of one kind. */
export function roleOf({ stackName }: Connection, { kind, machine }: { kind?: string; machine: string }): string {
  return kind ?? roleIn(stackName, machine);
}

function roleIn(stackName: string, machine: string): string {
  return machine.startsWith(`${stackName}-`) ? machine.slice(stackName.length + 1) : machine;
}

/** @throws ClientError FAILED where the deployed stack is older than this library. */
export function machineOf({ machines, name }: Stack, role: string): Machine {
  const machine = machines.find((each) => each.role === role);
  if (machine) return machine;
  throw new ClientError('FAILED', `stack ${name} has no ${role} state machine`, 'deploy the stack again');
}

/** Where it is deployed. @throws ClientError FAILED where the deployed stack is older than this library. */
export function homeOf(stack: Stack): { account: string; region: string } {
  const [, , , region = '', account = ''] = machineOf(stack, 'offboard').arn.split(':');
  return { account, region };
}

/** `111122223333/us-east-1/offboard-dev`, to which plans and statements of identity are bound. */
export function qualifiedName(stack: Stack): string {
  const { account, region } = homeOf(stack);
  return `${account}/${region}/${stack.name}`;
}

interface Place {
  connection: Connection;
  aws: AwsClients;
}

/** One call: the outputs name every machine and queue. @throws ClientError NOT_FOUND */
export async function describeStack(place: Place): Promise<Stack> {
  const { stackName: name } = place.connection;
  const outputs = await readOutputs(place);
  const valuesOf = (suffix: string) =>
    Object.entries(outputs).flatMap(([key, value]) => (key.endsWith(suffix) ? [value] : []));
  const machines = valuesOf('StateMachineArn').map((arn) => {
    const machine = arn.slice(arn.lastIndexOf(':') + 1);
    return { arn, name: machine, role: roleIn(name, machine) };
  });
  return { name, outputs, bus: name, machines, queues: valuesOf('Url') };
}

async function readOutputs({ connection, aws }: Place): Promise<Record<string, string>> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const cloudformation = await aws.cloudformation();
  const described = await cloudformation
    .send(new DescribeStacksCommand({ StackName: connection.stackName }))
    .catch((error: Error) => {
      throw notFound(error, connection);
    });
  const outputs = described.Stacks?.[0]?.Outputs ?? [];
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
}

/** CloudFormation answers ValidationError "Stack with id X does not exist". */
export function isMissingStack({ name, message }: Error): boolean {
  return name === 'ValidationError' && /does not exist/.test(message);
}

function notFound(error: Error, { stackName, region, local }: Connection): Error {
  if (!isMissingStack(error)) return error;
  const hints = local
    ? ['local AWS serves the stage it was started with; name that with --stage']
    : [{ text: 'deploy it with', command: 'deploy' }, 'or name another stage or Region with --stage and --region'];
  return new ClientError('NOT_FOUND', `there is no stack ${stackName} in ${region}`, ...hints);
}
