/** What is printed of texts that others wrote. */

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { createOutput, serializerOf } from '../../cli/common/output.ts';
import { createProgressBar } from '../../cli/common/progress-bar.ts';

let printed: string;

beforeEach(() => {
  printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Retitles the window, clears the screen, moves the cursor, starts a line, and turns the direction of what follows. */
const HOSTILE = 'a\u001b]0;owned\u0007\u001b[2Jb\rc\u009b31md\ne\u202ef\u2066g\u007f';
const HIDDEN = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;
/** The end of a line is the only control character that is printed. */
const inLines = () => printed.replaceAll('\n', '');

describe('text for people', () => {
  it.each(['text', 'note', 'alert'] as const)('%s prints one line without control characters', (method) => {
    createOutput()[method](HOSTILE);
    expect(printed).toBe('a ]0;owned  [2Jb c 31md e f g \n');
  });

  it('colours on a terminal what the program paints, and nothing else', () => {
    vi.stubEnv('NO_COLOR', '');
    const before = process.stdout.isTTY;
    process.stdout.isTTY = true;
    try {
      const output = createOutput();
      output.text(`${output.paint('bad', `x\u001b[32m`)} \u001b[31my`);
    } finally {
      process.stdout.isTTY = before;
    }
    expect(printed).toBe('\u001b[31mx [32m\u001b[39m  [31my\n');
  });

  it('no line of any text moves the cursor', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        printed = '';
        createOutput().text(text);
        createProgressBar(createOutput()).show(text);
        expect(inLines()).not.toMatch(HIDDEN);
      }),
    );
  });
});

describe('data for programs', () => {
  it.each([
    ['json', (text: string): unknown => JSON.parse(text)],
    ['yaml', (text: string): unknown => parse(text)],
  ])('%s is read back as it was, and holds no control character', async (format, read) => {
    const value = { name: HOSTILE, plain: 'web', list: ['\u009b1m', 'a: b'], '\u202ekey': 'x' };
    createOutput({ serialize: await serializerOf(format) }).data(value);
    expect(inLines()).not.toMatch(HIDDEN);
    expect(read(printed)).toEqual(value);
  });
});
