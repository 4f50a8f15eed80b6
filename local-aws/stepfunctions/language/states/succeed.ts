/** Succeed: the end of its thread. */

import { leave } from '../flow.ts';
import { effectiveInput, finishWithJsonata, outputOf } from '../output.ts';
import type { Kind } from '../transition.ts';

export const succeed: Kind = {
  run(turn, thread, state) {
    if (state.jsonata) return finishWithJsonata(turn, thread, state, thread.input, {});
    return leave(turn, thread, state, {
      output: outputOf(turn, thread, state, effectiveInput(turn, thread, state)),
    });
  },
};
