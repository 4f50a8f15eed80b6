import { leave } from '../engine/flow.ts';
import { effectiveInput, finishJsonata, outputOf } from '../engine/output.ts';
import type { StateHandler } from '../engine/transition.ts';

export const succeed: StateHandler = {
  run(transition, thread, state) {
    if (state.jsonata) return finishJsonata(transition, thread, state, thread.input, {});
    return leave(transition, thread, state, {
      output: outputOf(transition, thread, state, effectiveInput(transition, thread, state)),
    });
  },
};
