import { followOffboarding, sendOffboarding } from '../../client/offboardings/follow.ts';
import { createProgressReader } from '../../client/offboardings/progress.ts';
import type { OffboardingRun } from '../../client/offboardings/run.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Context, Options } from './command.ts';
import { hintLine } from './exit.ts';
import { createProgressBar } from './progress-bar.ts';
import { timeoutMs } from './time.ts';

/** @returns the ARN of the execution that the request has started. */
export async function send({ client, output }: Context, request: OffboardingRequest): Promise<string> {
  output.note(`request ${request.metadata.id}`);
  return sendOffboarding(client(), request);
}

/** @returns the run at its end, or as it is after --timeout. */
export async function follow(context: Context, arn: string, options: Options): Promise<OffboardingRun> {
  const until = performance.now() + timeoutMs(options);
  const bar = createProgressBar(context.output);
  const progressOf = createProgressReader(context.client());
  const onProgress = async (run: OffboardingRun) => {
    // A bar that was started is shown to its end.
    if (run.status !== 'RUNNING' && !bar.started()) return;
    const { text, share, hint } = await progressOf(run);
    bar.show(hint === undefined ? text : `${text} ${hintLine(hint, context.line)}`, share);
  };
  try {
    return await followOffboarding(context.client(), arn, { until, onProgress });
  } finally {
    bar.end();
  }
}
