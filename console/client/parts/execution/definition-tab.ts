/** The definition this execution runs. */

import type { Opened } from '../../pages/execution.ts';
import { jsonBlock } from '../basics.ts';

export function definitionTab({ definition, stateMachineArn }: Opened) {
  return jsonBlock(stateMachineArn, definition);
}
