import { offboardingRequested } from '../../events/index.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { ClientError } from '../errors.ts';
import { putEvent } from '../events/put.ts';
import { START_TIMEOUT, waitForExecution, waitForNextPoll } from '../executions/wait.ts';
import { withStatement } from '../identity/attest.ts';
import type { StackClient } from '../stack-client.ts';
import { type OffboardingRun, readRun } from './run.ts';

/**
 * Sends it with a statement of the caller's identity.
 * @returns the ARN of the execution. @throws ClientError STILL_RUNNING where none has started after a minute.
 */
export async function sendOffboarding(client: StackClient, request: OffboardingRequest): Promise<string> {
  const { source, detailType } = offboardingRequested;
  const detail = await withStatement(client, request);
  const eventId = await putEvent(client, { source, detailType, detail });
  const arn = await waitForExecution(client, { eventId, role: 'offboard' }, performance.now() + START_TIMEOUT);
  if (arn) return arn;
  throw new ClientError('STILL_RUNNING', `no execution has started for event ${eventId} yet`, {
    text: 'see what could not be delivered with',
    command: 'dead-letters',
  });
}

export interface FollowOptions {
  /** When to stop following, by performance.now(); the execution goes on. */
  until: number;
  /** Called after every read, the last one included. */
  onProgress(run: OffboardingRun): Promise<void>;
}

/** @returns the run at its end, or as it is at `until`. */
export async function followOffboarding(
  client: StackClient,
  arn: string,
  { until, onProgress }: FollowOptions,
): Promise<OffboardingRun> {
  for (;;) {
    const run = await readRun(client, arn);
    await onProgress(run);
    if (run.status !== 'RUNNING' || performance.now() > until) return run;
    await waitForNextPoll(client);
  }
}
