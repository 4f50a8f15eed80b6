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

/** The first execution, which the copies joined; undefined before any has started. */
export function firstView({ views }: SampleRun): ExecutionView | undefined {
  return views.find(({ joined }) => joined === undefined) ?? views[0];
}

export function outcomeOf(run: SampleRun): string {
  const view = firstView(run);
  return view?.outcome ?? view?.status ?? 'NOT_STARTED';
}

/** How many copies joined the first execution. */
export function joinedIn({ views }: SampleRun): number {
  return views.filter(({ joined }) => joined !== undefined).length;
}

export function isExpected(run: SampleRun): boolean {
  return hasEnded(run) && outcomeOf(run) === run.sample.expected;
}

export function isMeantToFail({ sample }: Pick<SampleRun, 'sample'>): boolean {
  return !REMOVED.test(sample.expected);
}
