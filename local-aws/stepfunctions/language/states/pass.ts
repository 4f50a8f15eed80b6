/** Pass: hands on its input, or what it makes of it. */

import { finishWithJsonata, finishWithPaths, shapedInput } from '../engine/output.ts';
import type { Kind } from '../engine/transition.ts';

export const pass: Kind = {
  run(turn, thread, state) {
    if (state.jsonata) return finishWithJsonata(turn, thread, state, thread.input, {});
    const shaped = shapedInput(turn, thread, state);
    return finishWithPaths(turn, thread, state, state.fields.Result === undefined ? shaped : state.fields.Result);
  },
};
