/** Succeed: the end of its thread. */

import { leave } from '../engine/flow.ts';
import { effectiveInput, finishWithJsonata, outputOf } from '../engine/output.ts';
import type { Kind } from '../engine/transition.ts';

export const succeed: Kind = {
  run(turn, thread, state) {
    if (state.jsonata) return finishWithJsonata(turn, thread, state, thread.input, {});
    return leave(turn, thread, state, {
      output: outputOf(turn, thread, state, effectiveInput(turn, thread, state)),
    });
  },
};
