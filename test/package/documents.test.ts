/** What the documents say about the code, held against the code. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { associationOf, associations, kinds } from '../../associations/registry.ts';
import { commands } from '../../cli/commands/index.ts';
import { EXIT } from '../../cli/exit.ts';
import { startLocalStack } from '../../cli/local-stack.ts';
import { withParameters } from '../../packaging/docs.ts';
import { VIRTUAL_START } from '../../simulators/virtual-start.ts';
import { packaged } from '../template/packaged.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = ['README.md', ...globSync('docs/*.md', { cwd: ROOT })];
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const readme = text('README.md');

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

describe('the README', () => {
  it('lists the kinds of the registry, with the fields of their targets', () => {
    const rows = tableUnder(readme, '| kind | call | target |');
    expect(rows.map(([kind]) => kind)).toEqual(Object.keys(associations).map((kind) => `\`${kind}\``));
    for (const [kind = '', , fields = ''] of rows) {
      const named = Array.from(fields.matchAll(/`(\w+)(?:\[\])?\??`/g), ([, field]) => field);
      const { fields: known } = associationOf(kind.replaceAll('`', '')).target;
      expect(named.toSorted(), kind).toEqual(Object.keys(known).toSorted());
    }
  });

  it('lists the stage parameters of the kinds, as `npm run docs` writes them', () => {
    expect(readme).toBe(withParameters(readme, associations));
  });

  it('lists the exit codes of cli/exit.ts', () => {
    const codes = tableUnder(readme, '| exit code | means |').map(([code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT));
  });
});

const { of } = await packaged();

describe('docs/operating.md', () => {
  const operating = text('docs/operating.md');

  it('lists the stage parameters of serverless.yml', () => {
    const named = tableUnder(operating, '| parameter | default | |').flatMap(([names = '']) =>
      Array.from(names.matchAll(/`(\w+)`/g), ([, name]) => name),
    );
    const [, defaults = ''] = /\n {2}default:\n([\s\S]*?)\n\S/.exec(text('serverless.yml')) ?? [];
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

it('docs/local-aws.md lists the operations that local AWS serves itself', async () => {
  await packaged();
  const runtime = await startLocalStack({ packaged: ROOT, start: VIRTUAL_START });
  const own = [...runtime.aws.services()].filter(({ name }) => !existsSync(join(ROOT, 'simulators', name)));
  const served = own.map(({ name, signingName, operations }) => [
    `\`${name}\``,
    `\`${signingName}\``,
    // Paths that are there to be refused have no operation's name.
    Object.keys(operations)
      .filter((operation) => /^\w+$/.test(operation))
      .sort()
      .map((operation) => `\`${operation}\``)
      .join(', '),
  ]);
  await runtime.close();
  expect(tableUnder(text('docs/local-aws.md'), '| service | signing name | operations |')).toEqual(served);
});

describe.each(DOCUMENTS)('%s', (path) => {
  const document = text(path);

  it('names only commands that the command line has', () => {
    const known: (string | undefined)[] = Object.keys(commands);
    const said = Array.from(document.matchAll(/(?:npx |`)offboard ([a-z][a-z-]+)/g), ([, command]) => command);
    expect(said.filter((command) => !known.includes(command))).toEqual([]);
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const said = Array.from(document.matchAll(/npm run ([a-z]+)/g), ([, script]) => script as string);
    expect(said.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('links only to what is there', () => {
    const links = Array.from(document.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, link]) => link as string);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });

  it('names only files that are there', () => {
    const folders =
      '(?:associations|bin|cli|client|console|docs|event-pattern|events|functions|local-aws|loopback-guard|packaging|schedule-expression|simulators|statemachines|templates|test)';
    const named = Array.from(document.matchAll(new RegExp(`\`(${folders}/[\\w./-]+)\``, 'g')), ([, file]) => file);
    expect(named.filter((file) => !existsSync(join(ROOT, file as string)))).toEqual([]);
  });
});
