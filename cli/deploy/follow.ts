/** An operation on the stack, shown by a bar until it has ended, and why it was rolled back. */

import { followOperation, type OperationResult } from '../../client/deployment/follow.ts';
import type { StartedOperation } from '../../client/deployment/operations.ts';
import type { Context } from '../common/command.ts';
import { createProgressBar } from '../common/progress-bar.ts';

/** @param total how many resources it is about, where that is known. */
export async function follow(context: Context, operation: StartedOperation, total?: number): Promise<OperationResult> {
  const { output, client } = context;
  const bar = createProgressBar(output);
  try {
    return await followOperation(client(), operation, (done, { logicalId }) => {
      const share = total === undefined ? undefined : { done: Math.min(done, total), total };
      if (output.live) bar.show(`${done}${total === undefined ? '' : ` of ${total}`} resources, ${logicalId}`, share);
      else if (share)
        bar.show(`${Math.floor((share.done / Math.max(total ?? 1, 1)) * 10) * 10} % of ${total} resources`);
    });
  } finally {
    bar.clear();
  }
}

export function printFailures({ output }: Context, { status, failures, reason }: OperationResult): void {
  output.alert(output.paint('bad', `the stack is ${status}${reason === undefined ? '' : `: ${reason}`}`));
  for (const { logicalId, type, reason: why } of failures) {
    output.alert(`  ${logicalId} (${type}): ${why ?? 'no reason given'}`);
  }
}
