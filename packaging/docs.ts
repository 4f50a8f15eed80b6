/** npm run docs: writes into the README what the kinds' descriptions say. A test holds the README to it. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PermissionsByKind } from '../associations/common/permissions.ts';
import { associations } from '../associations/registry.ts';

const FILE = 'README.md';
const BEGIN = '<!-- kinds: written by `npm run docs` -->\n';
const END = '<!-- /kinds -->\n';

/** The text of the README with the table of the kinds' stage parameters renewed. */
export function withParameters(text: string, kinds: PermissionsByKind): string {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined) throw new Error(`${FILE} lacks the lines ${BEGIN}${END}`);
  return `${before}${BEGIN}\n${parameterTable(kinds)}\n${END}${after}`;
}

function parameterTable(kinds: PermissionsByKind): string {
  const rows = Object.entries(kinds).flatMap(
    ([
      kind,
      {
        permissions: { parameters },
      },
    ]) =>
      parameters.map(
        ({ name, default: value, description }) => `| \`${name}\` | \`${value}\` | ${description} | \`${kind}\` |\n`,
      ),
  );
  return `| parameter | default | what it means | kind |\n|---|---|---|---|\n${rows.join('')}`;
}

if (import.meta.main) {
  const path = join(fileURLToPath(new URL('..', import.meta.url)), FILE);
  writeFileSync(path, withParameters(readFileSync(path, 'utf8'), associations));
}
