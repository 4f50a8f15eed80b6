import type { Aws, Identity } from '../../core/aws.ts';
import type { Json } from '../language/model/json.ts';
import type { EngineEvent, TaskCommand } from '../language/model/types.ts';
import { type Task, TaskFailure } from './integrations/contract.ts';
import { resourceOf } from './integrations/index.ts';
import { machineIdentity, type Principal, sessionOf } from './principal.ts';

/** The result of a call: an event for the engine, and for `.sync` the execution that is waited for. */
export interface Attempt {
  event: EngineEvent;
  job?: string;
}

export async function attempt(aws: Aws, command: TaskCommand, principal: Principal): Promise<Attempt> {
  const { id } = command;
  const resource = resourceOf(command.resource);
  if (!resource) return { event: failed(id, new TaskFailure('States.Runtime', notServed(command.resource)), 'run') };
  const { integration, pattern } = resource;
  try {
    const output = await integration.call(await taskOf(aws, command, principal));
    if (pattern === 'request-response') return { event: { type: 'task-succeeded', id, output } };
    const event = { type: 'task-submitted', id, output } as const;
    const job = pattern === 'waitForTaskToken' ? undefined : integration.job?.executionArn(output);
    return job === undefined ? { event } : { event, job };
  } catch (error) {
    return { event: failed(id, error, pattern.startsWith('sync') ? 'submit' : 'run') };
  }
}

/** The job behind a `.sync` task has ended. */
export async function jobResult(
  aws: Aws,
  command: TaskCommand,
  principal: Principal,
  job: string,
): Promise<EngineEvent> {
  const { integration, pattern } = resourceOf(command.resource) as NonNullable<ReturnType<typeof resourceOf>>;
  try {
    const task = await taskOf(aws, command, principal);
    const output = (await integration.job?.result(task, job, pattern === 'sync:2' ? 'sync:2' : 'sync')) as Json;
    return { type: 'task-succeeded', id: command.id, output };
  } catch (error) {
    return failed(command.id, error, 'run');
  }
}

/** Step Functions stops the job of an abandoned task as well as it can. */
export async function stopJob(aws: Aws, command: TaskCommand, principal: Principal, job: string): Promise<void> {
  try {
    await resourceOf(command.resource)?.integration.job?.stop(await taskOf(aws, command, principal), job);
  } catch {
    // "a best-effort attempt": a job that cannot be stopped runs on.
  }
}

async function taskOf(aws: Aws, command: TaskCommand, principal: Principal): Promise<Task> {
  return {
    parameters: command.parameters,
    identity: await identityOf(aws, command, principal),
    aws,
    execution: { arn: principal.executionArn, machineArn: principal.machineArn },
    attempt: command.id,
  };
}

async function identityOf(aws: Aws, { roleArn }: TaskCommand, principal: Principal): Promise<Identity> {
  try {
    const machine = machineIdentity(aws, principal);
    if (roleArn === undefined) return machine;
    const session = sessionOf(principal);
    await aws.call('sts', 'AssumeRole', { RoleArn: roleArn, RoleSessionName: session }, { identity: machine });
    return { ...aws.assume(roleArn, session, principal.roleArn), advancesClock: principal.advancesClock };
  } catch (error) {
    throw new TaskFailure('States.Permissions', (error as Error).message);
  }
}

function failed(id: string, error: unknown, phase: 'submit' | 'run'): EngineEvent {
  const failure = error instanceof TaskFailure ? error : new TaskFailure('States.Runtime', String(error));
  return { type: 'task-failed', id, phase, error: failure.error, cause: failure.message };
}

function notServed(resource: string): string {
  return `The resource ${resource} is not served by local AWS`;
}
