/** Parallel: every branch with the same input, all their outputs in the branches' order. */

import { evaluate } from '../engine/evaluate.ts';
import { start } from '../engine/flow.ts';
import { dataLimitExceeded, fits } from '../engine/limits.ts';
import { finish, shapedInput } from '../engine/output.ts';
import type { Kind, Turn } from '../engine/transition.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';

export const parallel: Kind = {
  run(turn, thread, state) {
    const { Arguments } = state.fields;
    if (state.jsonata && Arguments !== undefined)
      return evaluate(turn, thread, { field: 'Arguments', template: Arguments }, {}).then((input) =>
        open(turn, thread, state, input),
      );
    open(turn, thread, state, state.jsonata ? thread.input : shapedInput(turn, thread, state));
    return undefined;
  },

  childEnded(turn, thread, state, child, output) {
    const work = thread.work as ChildrenWork;
    work.results[child.index] = output;
    work.open--;
    if (work.open > 0) return undefined;
    thread.last = child.last;
    turn.aside(thread, 'ParallelStateSucceeded');
    return finish(turn, thread, state, work.results);
  },
};

function open(turn: Turn, thread: Thread, state: State, input: Json): void {
  if (!fits(turn.text(input))) throw dataLimitExceeded(state.name, 'got an input');
  turn.follow(thread, 'ParallelStateStarted');
  const results = state.inner.map(() => null);
  thread.work = { kind: 'children', open: state.inner.length, results, items: [], next: 0, input };
  for (const [index, program] of state.inner.entries()) {
    start(turn, turn.openThread(thread, index, program, thread.last), input);
  }
}
