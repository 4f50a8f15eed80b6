/** Pass: its output is its input, or what its fields make of it. */

import { finishJsonata, finishJsonPath, shapedInput } from '../engine/output.ts';
import type { StateHandler } from '../engine/transition.ts';

export const pass: StateHandler = {
  run(transition, thread, state) {
    if (state.jsonata) return finishJsonata(transition, thread, state, thread.input, {});
    const shaped = shapedInput(transition, thread, state);
    return finishJsonPath(transition, thread, state, state.fields.Result === undefined ? shaped : state.fields.Result);
  },
};
