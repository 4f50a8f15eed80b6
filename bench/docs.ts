/** npm run docs: the pages of docs/reference that the code says by itself, and the tables of docs/scaling.md. A test holds the files to it. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { associationOf, kinds } from '../associations/registry.ts';
import { commands } from '../cli/commands/index.ts';
import { main } from '../cli/main.ts';
import { publishedEvents, requests } from '../events/index.ts';
import { documentNames, documentTitle, schemaFile } from '../packaging/schemas.ts';
import { eventsPage } from './docs-events.ts';
import { callsOfItems, quotaRows } from './quotas.ts';

const ROOT = join(import.meta.dirname, '..');
const NOTE = '<!-- written by `npm run docs` -->\n';

/** The text of each generated file, by its path. */
export async function generatedDocs(): Promise<Record<string, string>> {
  return {
    'docs/reference/commands.md': await commandsPage(),
    'docs/reference/events.md': eventsPage(NOTE),
    'docs/reference/kinds.md': kindsPage(),
    'docs/reference/schemas.md': schemasPage(),
    'docs/scaling.md': scalingPage(),
  };
}

const SCALED_ITEMS = 100_000;
const SCALED_POLLS = 2;

/** The page with its table of quotas made anew. */
function scalingPage(): string {
  const page = readFileSync(join(ROOT, 'docs/scaling.md'), 'utf8');
  const rows = quotaRows(callsOfItems(SCALED_ITEMS, SCALED_POLLS)).join('\n');
  const head =
    '| quota | large Regions (the smallest) | calls | large | small | new account |\n|---|---|---|---|---|---|';
  return page.replace(
    /(<!-- quotas: written by `npm run docs` -->\n)[\s\S]*?(\n<!-- \/quotas -->)/,
    (_, begin: string, end: string) => `${begin}\n${head}\n${rows}\n${end}`,
  );
}

async function commandsPage(): Promise<string> {
  const pages: string[] = [];
  for (const name of Object.keys(commands))
    pages.push(`## ${name}\n\n\`\`\`\n${(await helpOf(name)).trim()}\n\`\`\`\n`);
  return `# Commands\n\n${NOTE}\nWhat \`offboard COMMAND --help\` prints.\n\n${pages.join('\n')}`;
}

/** As it is printed where there is no terminal: in 80 columns. */
async function helpOf(name: string): Promise<string> {
  const { stdout } = process;
  const [write, isTTY] = [stdout.write, stdout.isTTY];
  let help = '';
  Object.assign(stdout, {
    isTTY: false,
    write(chunk: string) {
      help += chunk;
      return true;
    },
  });
  try {
    await main([name, '--help']);
  } finally {
    Object.assign(stdout, { write, isTTY });
  }
  return help.replaceAll(/ +$/gm, '');
}

function kindsPage(): string {
  return `# Kinds\n\n${NOTE}\nEvery kind of association that Offboard removes, with the fields of its target.\n\n${kinds.map(kindSection).join('\n')}`;
}

function kindSection(kind: string): string {
  const { target, policy, permissions } = associationOf(kind);
  const calls = new Set(permissions.start.flatMap(({ actions }) => actions));
  const fields = Object.entries<string>(target.fields).map(([field, meaning]) => `| \`${field}\` | ${meaning} |\n`);
  const parameters = permissions.parameters.map(
    ({ name, default: value, description }) => `| \`${name}\` | \`${value}\` | ${description} |\n`,
  );
  return [
    `## ${kind}\n\nRemoves ${target.title}. Found by the subjects ${Object.keys(policy.subjects).map(code).join(', ')}.\n`,
    `| field | |\n|---|---|\n${fields.join('')}`,
    `Its removal may call ${[...calls].map(code).join(', ')}.\n`,
    ...(parameters.length === 0 ? [] : [`| stage parameter | default | |\n|---|---|---|\n${parameters.join('')}`]),
  ].join('\n');
}

function schemasPage(): string {
  const events = Object.values({ ...requests, ...publishedEvents }).map(({ detailType }) => [
    code(detailType),
    schemaFile(detailType),
  ]);
  const documents = documentNames.map((name) => [documentTitle(name), `${name}.json`]);
  const rows = [...events, ...documents].map(([of, file]) => `| ${of} | \`offboard/schemas/${file}\` |\n`);
  return `# Schemas\n\n${NOTE}\nJSON Schemas (2020-12) in the npm package, for senders and readers in other languages.\n\n| of | file |\n|---|---|\n${rows.join('')}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await generatedDocs())) writeFileSync(join(ROOT, path), text);
}
