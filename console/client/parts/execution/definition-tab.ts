import type { ExecutionDetail } from '../../common/execution-detail.ts';
import { jsonBlock } from '../basics.ts';

export function definitionTab({ definition, stateMachineArn }: ExecutionDetail) {
  return jsonBlock(stateMachineArn, definition);
}
