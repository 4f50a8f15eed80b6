/** A sample request, and how the executions of its copies stand. */

import type { ExecutionView } from '../../client/executions/view.ts';
import type { Sample } from '../../simulators/common/simulator.ts';

export interface SampleRun {
  sample: Sample;
  requestId: string;
  /** One a copy: the names of its executions begin with them. */
  names: string[];
  /** Of the executions that have started. */
  views: ExecutionView[];
}

/** What a sample is to end with that shows something being removed, or a plan of it. */
const REMOVED = /^(DISASSOCIATED|ALREADY_GONE|COMPLETED|PLANNED)$/;

export function hasEnded({ names, views }: SampleRun): boolean {
  return views.length >= names.length && views.every(({ status }) => status !== 'RUNNING');
}

/** Of several copies one removed the association; the others found it gone. */
export function outcomeOf({ views }: SampleRun): string {
  const outcomes = views.map(({ outcome, status }) => outcome ?? status);
  // A request that is sent again joins the first execution: its own only succeeds.
  return outcomes.find((outcome) => !['ALREADY_GONE', 'SUCCEEDED'].includes(outcome)) ?? outcomes[0] ?? 'NOT_STARTED';
}

export function isExpected(run: SampleRun): boolean {
  return hasEnded(run) && outcomeOf(run) === run.sample.expected;
}

export function isMeantToFail({ sample }: SampleRun): boolean {
  return !REMOVED.test(sample.expected);
}
