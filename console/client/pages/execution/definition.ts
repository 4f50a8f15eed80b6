/** The definition this execution runs. */

import { jsonBlock } from '../../parts/basics.ts';
import type { Opened } from '../execution.ts';

export function definitionTab({ definition, stateMachineArn }: Opened) {
  return jsonBlock(stateMachineArn, definition);
}
