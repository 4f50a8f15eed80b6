/** What the documents say about the code, held against the code. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { generatedDocs } from '../../bench/docs.ts';
import { commands } from '../../cli/commands/index.ts';
import { EXIT } from '../../cli/common/exit.ts';
import { startLocalStack } from '../../cli/common/local-stack.ts';
import { main } from '../../cli/main.ts';
import { openCloud, serve } from '../../simulators/index.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { packaged } from '../template/packaged.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = globSync(['*.md', '{docs,examples,local-aws}/**/*.md'], { cwd: ROOT }).toSorted();
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The cells of the table under this heading row, the heading left out. */
function tableUnder(document: string, heading: string): string[][] {
  const [, after = ''] = document.split(`${heading}\n`);
  const rows = after.split('\n').slice(1);
  return rows.slice(0, rows.indexOf('')).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

it.each(Object.entries(await generatedDocs()))('%s is as `npm run docs` writes it', (path, generated) => {
  expect(text(path)).toBe(generated);
});

it('docs/reference/command-line.md lists the exit codes of cli/common/exit.ts', () => {
  const codes = tableUnder(text('docs/reference/command-line.md'), '| exit code | means |').map(([code]) =>
    Number(code),
  );
  expect(codes).toEqual(Object.values(EXIT));
});

const { of } = await packaged();

describe('docs/operating.md', () => {
  const operating = text('docs/operating.md');

  it('lists the stage parameters of serverless.yml', () => {
    const named = tableUnder(operating, '| parameter | default | |').flatMap(([names = '']) =>
      Array.from(names.matchAll(/`(\w+)`/g), ([, name]) => name),
    );
    const [, defaults = ''] = /\n {2}default:\n([\s\S]*?)\n {0,2}[^ #]/.exec(text('serverless.yml')) ?? [];
    const declared = Array.from(defaults.matchAll(/^ {4}(\w+):/gm), ([, name]) => name);
    expect(declared.length).toBeGreaterThan(5);
    expect(named.toSorted()).toEqual(declared.toSorted());
  });

  it('says of every alarm what to do', () => {
    const known = of('AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      kinds.reduce(
        (name, kind) => name.replace(kind, '<kind>'),
        String(Properties.AlarmName).replace('offboard-dev-', ''),
      ),
    );
    const said = new Set(
      tableUnder(operating, '| alarm | means | do |').flatMap(([names = '']) => {
        const words = Array.from(names.matchAll(/`([\w<>-]+)`/g), ([, word]) => word as string);
        const endings = words.filter((word) => !word.endsWith('-'));
        const beginnings = words.filter((word) => word.endsWith('-'));
        return beginnings.length === 0 ? words : beginnings.flatMap((begin) => endings.map((end) => `${begin}${end}`));
      }),
    );
    expect([...said].toSorted()).toEqual([...new Set(known)].toSorted());
  });
});

it('local-aws/README.md lists the operations that local AWS serves itself', async () => {
  await packaged();
  const runtime = await startLocalStack({ packaged: ROOT, start: VIRTUAL_START });
  const simulated = serve(openCloud(runtime.aws)).map(({ name }) => name);
  // What only other services call is no operation of AWS.
  const own = [...runtime.aws.services()].filter(({ name }) => !simulated.includes(name) && name !== 'http');
  const served = own.map(({ name, signingName, operations }) => [
    `\`${name}\``,
    `\`${signingName}\``,
    // Paths that are there to be refused have no operation's name.
    Object.keys(operations)
      .filter((operation) => /^\w+$/.test(operation) && !operations[operation]?.internal)
      .sort()
      .map((operation) => `\`${operation}\``)
      .join(', '),
  ]);
  await runtime.close();
  expect(tableUnder(text('local-aws/README.md'), '| service | signing name | operations |')).toEqual(served);
});

describe.each(DOCUMENTS)('%s', (path) => {
  const document = text(path);

  it('names only commands and flags that the command line has', async () => {
    const unknown: string[] = [];
    for (const { line, command, flags } of commandLines(document)) {
      const known = Object.hasOwn(commands, command) ? await flagsOf(command) : undefined;
      if (known === undefined || flags.some((flag) => !known.includes(flag))) unknown.push(line);
    }
    expect(unknown).toEqual([]);
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const said = Array.from(document.matchAll(/npm run ([a-z]+)/g), ([, script]) => script as string);
    expect(said.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('links only to files and headings that are there', () => {
    const links = Array.from(document.matchAll(/\]\((?!https?:)([^)#]*)(#[^)]+)?\)/g), ([, file = '', anchor]) => ({
      file: file === '' ? path : join(dirname(path), file),
      anchor,
    }));
    const broken = links.filter(
      ({ file, anchor }) =>
        !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(text(file)).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  // The changelog names files that are no more.
  if (path === 'CHANGELOG.md') return;

  it('names only files that are there', () => {
    const folders =
      '(?:associations|bin|cli|client|console|docs|event-pattern|events|examples|functions|local-aws|loopback-guard|notices|offboardings|packaging|proofs|schedule-expression|simulators|statemachines|templates|test)';
    const named = Array.from(document.matchAll(new RegExp(`\`(${folders}/[\\w./-]+)\``, 'g')), ([, file = '']) => file);
    const missing = named.filter(
      (file) => !existsSync(join(ROOT, file)) && !existsSync(join(ROOT, dirname(path), file)),
    );
    expect(missing).toEqual([]);
  });
});

/** The lines `npx offboard ...` in blocks of code, those that a backslash continues as one, and `offboard ...` in the text. */
function commandLines(document: string): { line: string; command: string; flags: string[] }[] {
  const joined = document.replaceAll(/\\\n\s*/g, ' ');
  return Array.from(
    joined.matchAll(/(?:^ *(?:npx )?|`(?:npx )?)offboard ([a-z][a-z-]+)([^`\n]*)/gm),
    ([line, command = '', rest]) => ({
      line,
      command,
      // What follows two spaces and # is a comment.
      flags: Array.from((rest ?? '').replace(/ +# .*$/, '').matchAll(/(?<= )--?[a-z][a-z-]*/g), ([flag]) => flag),
    }),
  );
}

/** The flags that `offboard COMMAND --help` lists. */
async function flagsOf(command: string): Promise<string[]> {
  let help = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    help += chunk;
    return true;
  });
  await main([command, '--help']);
  stdout.mockRestore();
  const options = help.matchAll(/^ {2}(-\w)?(?:, )?(--[\w-]+)?/gm);
  return Array.from(options, ([, short, long]) => [short, long])
    .flat()
    .filter((flag) => flag !== undefined);
}

/** The anchors that GitHub makes of the headings. */
function anchorsOf(document: string): string[] {
  return Array.from(document.matchAll(/^#+ (.+)$/gm), ([, heading = '']) => {
    const words = heading.toLowerCase().replaceAll(/[^\w\- ]/g, '');
    return `#${words.replaceAll(' ', '-')}`;
  });
}
