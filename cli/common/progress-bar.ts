/** A bar that is drawn over itself on a terminal, a line for every change anywhere else. */

import { printable } from '../../client/printable.ts';
import type { Output } from './output.ts';

const WIDTH = 24;

export interface Share {
  done: number;
  total: number;
}

export interface ProgressBar {
  show(text: string, share?: Share): void;
  started(): boolean;
  /** Empties the line for what is printed next; the bar is drawn again when it is shown again. */
  clear(): void;
  /** Moves to the next line of the terminal. */
  end(): void;
}

export function createProgressBar(output: Output): ProgressBar {
  let last = '';
  return {
    show(text, share) {
      const line = share === undefined || share.total === 0 ? text : `${bar(share)} ${text}`;
      if (line === last) return;
      last = line;
      if (output.live) process.stderr.write(`\r\u001b[K${printable(line)}`);
      else output.note(line);
    },
    started: () => last !== '',
    clear() {
      if (!output.live || last === '') return;
      process.stderr.write('\r\u001b[K');
      last = '';
    },
    end() {
      if (output.live && last !== '') process.stderr.write('\n');
      last = '';
    },
  };
}

function bar({ done, total }: Share): string {
  const full = Math.floor((done / total) * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}
