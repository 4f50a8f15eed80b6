/** Sends an offboarding's request and follows it to its end. */

import type { Context } from '../../cli/command.ts';
import { CliError, EXIT } from '../../cli/exit.ts';
import { findStarted, interval, START_WITHIN } from '../../cli/follow.ts';
import { createProgress } from '../../cli/progress.ts';
import { patience, pause } from '../../cli/time.ts';
import { offboardingRequested } from '../../events/index.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import { putEvent } from '../events/put.ts';
import { createStanding } from './progress.ts';
import { type OffboardingRun, readRun } from './run.ts';

/** @returns the ARN of the execution that the request started. @throws CliError where none has started in a minute. */
export async function send(context: Context, request: OffboardingRequest): Promise<string> {
  const { source, detailType } = offboardingRequested;
  const eventId = await putEvent(context, { source, detailType, detail: request });
  const requestId = request.metadata.id;
  context.output.note(`request ${requestId}, event ${eventId}`);
  const sent = { requestId, eventId, kind: 'offboard' };
  const arn = await findStarted(context, sent, performance.now() + START_WITHIN);
  if (arn) return arn;
  throw new CliError(`no execution has started for event ${eventId} yet`, {
    code: EXIT.stillRunning,
    hints: [`what was undeliverable: ${context.line('dead-letters')}`],
  });
}

/** @returns the run at its end, or as it stands when `--timeout` is over. */
export async function follow(context: Context, arn: string, options: { timeout?: unknown }): Promise<OffboardingRun> {
  const limit = performance.now() + patience(options);
  const progress = createProgress(context.output);
  const standingOf = createStanding(context);
  try {
    for (;;) {
      const run = await readRun(context, arn);
      const isOver = run.status !== 'RUNNING';
      // What was begun to be shown is shown to its end.
      if (!isOver || progress.begun()) {
        const { text, share } = await standingOf(run);
        progress.show(text, share);
      }
      if (isOver || performance.now() > limit) return run;
      await pause(interval(context), context.signal);
    }
  } finally {
    progress.end();
  }
}
