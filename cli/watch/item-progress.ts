/** The items of an offboarding as they end, above a bar of all of them. */

import type { ExecutionHistory } from '../../client/executions/read.ts';
import { createProgressReader, type EndedItem, type OffboardingProgress } from '../../client/offboardings/progress.ts';
import { runOf } from '../../client/offboardings/run.ts';
import { roleOf } from '../../client/stack.ts';
import type { Context } from '../common/command.ts';
import { hintLine } from '../common/exit.ts';
import { createProgressBar } from '../common/progress-bar.ts';

export interface ItemProgress {
  /** @returns undefined for what is no offboarding, and for one that was over when the watching began. */
  read(history: ExecutionHistory): Promise<OffboardingProgress | undefined>;
  /** Prints what has ended since the read before. */
  show(progress: OffboardingProgress): void;
  /** Makes room for a line of somebody else. */
  clear(): void;
  end(): void;
}

export function createItemProgress({ client, output, line }: Context): ItemProgress {
  const bar = createProgressBar(output);
  const progressOf = createProgressReader(client());
  let isFirst = true;
  return {
    async read({ described, events }) {
      const run = runOf(described, events);
      const machine = (described.stateMachineArn ?? '').split(':').at(-1) ?? '';
      if (output.structured || roleOf(client().connection, { machine }) !== 'offboard') return undefined;
      return run.status === 'RUNNING' || !isFirst ? progressOf(run) : undefined;
    },
    show({ text, share, hint, ended = [] }) {
      // What had ended before the watching began is in the bar.
      const fresh = isFirst ? [] : ended;
      isFirst = false;
      if (fresh.length > 0) bar.clear();
      for (const item of fresh) output.text(endedLine(item));
      bar.show(hint === undefined ? text : `${text} ${hintLine(hint, line)}`, share);
    },
    clear: bar.clear,
    end: bar.end,
  };
}

function endedLine({ item, result }: EndedItem): string {
  const { endedAt, outcome, number, message } = result;
  const what = item === undefined ? `item ${number}` : `${item.kind} ${item.label}`;
  return `${endedAt}  ${outcome.padEnd(18)} ${what}${message === undefined ? '' : `: ${message}`}`;
}
