/** The definition this execution runs. */

import type { ExecutionDetail } from '../../pages/execution.ts';
import { jsonBlock } from '../basics.ts';

export function definitionTab({ definition, stateMachineArn }: ExecutionDetail) {
  return jsonBlock(stateMachineArn, definition);
}
