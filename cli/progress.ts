/** How far something has come: a bar that is drawn over itself on a terminal, a line a change anywhere else. */

import type { Output } from './output.ts';

const WIDTH = 24;

export interface Progress {
  show(text: string, share?: { done: number; total: number }): void;
  /** Something was shown. */
  begun(): boolean;
  /** Leaves the terminal's line, so that what follows stands below. */
  end(): void;
}

export function createProgress(output: Output): Progress {
  let shown = '';
  return {
    show(text, share) {
      const line = share === undefined || share.total === 0 ? text : `${bar(share)} ${text}`;
      if (line === shown) return;
      shown = line;
      if (output.live) process.stderr.write(`\r\u001b[K${line}`);
      else output.note(line);
    },
    begun: () => shown !== '',
    end() {
      if (output.live && shown !== '') process.stderr.write('\n');
      shown = '';
    },
  };
}

function bar({ done, total }: { done: number; total: number }): string {
  const full = Math.floor((done / total) * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}
