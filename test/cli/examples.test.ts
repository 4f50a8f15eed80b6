/** The examples of --help are command lines that the command line itself accepts. */

import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type commands, loadCommands } from '../../cli/commands/index.ts';
import type { Command } from '../../cli/common/command.ts';
import { createProgram, main } from '../../cli/main.ts';

const all = await loadCommands(undefined);

/** They need no stack, and end by themselves. */
const OFFLINE: readonly (keyof typeof commands)[] = ['init', 'kinds', 'completion'];

/** Lines under `Examples:`, up to the first that is not indented. */
function examplesOf({ help = '' }: Command): string[] {
  const [, block = ''] = /^Examples:\n((?: {2}.+\n?)+)/m.exec(help) ?? [];
  return block.split('\n').flatMap((line) => line.trim() || []);
}

/** The words after `offboard`, as a shell would pass them on: quotes, redirections and `<(...)` are its own. */
function wordsOf(example: string): string[] {
  const [, command = ''] = /^(?:source <\()?offboard ([^<>|]*?)(?:\) .*| [<>|].*)?$/.exec(example) ?? [];
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replaceAll(/['"]/g, ''));
}

/** @returns the commands that were called. @throws CommanderError where the parser rejects the words. */
async function parse(words: readonly string[]): Promise<string[]> {
  const called: string[] = [];
  const runnerOf =
    ({ syntax }: Command) =>
    async () => {
      called.push(syntax);
    };
  await createProgram(all, runnerOf, new AbortController().signal).parseAsync(words, { from: 'user' });
  return called;
}

beforeEach(() => {
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(all.map((command) => [command.syntax.split(' ')[0] as string, command] as const))(
  '%s',
  (name, command) => {
    const examples = examplesOf(command);

    it('has two examples or more of itself', () => {
      expect(examples.filter((example) => wordsOf(example)[0] === name).length).toBeGreaterThanOrEqual(2);
    });

    it.each(examples)('%s', async (example) => {
      expect(await parse(wordsOf(example))).toHaveLength(1);
    });
  },
);

it.each([
  ['unknown command', ['aprove', 'ID']],
  ['unknown option', ['approve', 'ID', '--resaon', 'x']],
  ['missing required argument', ['approve']],
])('the parser rejects an %s', async (problem, words) => {
  await expect(parse(words)).rejects.toThrow(problem);
});

describe('offline', () => {
  const before = process.cwd();
  beforeEach(() => process.chdir(scratchFolder('examples')));
  afterEach(() => process.chdir(before));

  const examples = OFFLINE.map((name) => all.find(({ syntax }) => syntax.split(' ')[0] === name) as Command);
  it.each(examples.flatMap(examplesOf))('%s runs', async (example) => {
    expect(await main(wordsOf(example))).toBe(0);
  });
});
