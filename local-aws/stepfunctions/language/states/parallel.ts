/** Parallel: runs every branch with the same input; the result has their outputs in the branches' order. */

import { evaluate } from '../engine/evaluate.ts';
import { start } from '../engine/flow.ts';
import { dataLimitExceeded, fits } from '../engine/limits.ts';
import { finish, shapedInput } from '../engine/output.ts';
import type { StateHandler, Transition } from '../engine/transition.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';

export const parallel: StateHandler = {
  run(transition, thread, state) {
    const { Arguments } = state.fields;
    if (state.jsonata && Arguments !== undefined)
      return evaluate(transition, thread, { field: 'Arguments', template: Arguments }, {}).then((input) =>
        startBranches(transition, thread, state, input),
      );
    startBranches(transition, thread, state, state.jsonata ? thread.input : shapedInput(transition, thread, state));
    return undefined;
  },

  childEnded(transition, thread, state, child, output) {
    const work = thread.work as ChildrenWork;
    work.results[child.index] = output;
    work.open--;
    if (work.open > 0) return undefined;
    thread.last = child.last;
    transition.recordAside(thread, 'ParallelStateSucceeded');
    return finish(transition, thread, state, work.results);
  },
};

function startBranches(transition: Transition, thread: Thread, state: State, input: Json): void {
  if (!fits(transition.stringify(input))) throw dataLimitExceeded(state.name, 'got an input');
  transition.recordNext(thread, 'ParallelStateStarted');
  const results = state.inner.map(() => null);
  thread.work = { kind: 'children', open: state.inner.length, results, items: [], next: 0, input };
  for (const [index, program] of state.inner.entries()) {
    start(transition, transition.openThread(thread, index, program, thread.last), input);
  }
}
