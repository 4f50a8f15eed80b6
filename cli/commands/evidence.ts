/** Proof of what an offboarding did: one document, and whether a copy of it is as it was written. */

import { readFileSync } from 'node:fs';
import { findEvidence, knownHeads } from '../../client/evidence/find.ts';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import { evidencePage } from '../../offboardings/evidence-page.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { reportRow } from '../../offboardings/report.ts';
import type { Context, Verb } from '../command.ts';
import { EXIT, type ExitCode, usage } from '../exit.ts';
import { writeOut } from '../files.ts';
import { duration, printable, table } from '../output.ts';

export const evidence: Verb = {
  syntax: 'evidence <id> [file]',
  summary: 'proof of what was ended; evidence verify FILE holds a copy against what was published',
  options: (command) =>
    command
      .option('--out <file>', 'write the document there, to be verified later')
      .option('--html <file>', 'write a page to print there')
      .option('--head <hash>', 'verify: the head as the completion event told it; needs no connection'),
  help: `Examples:
  offboard evidence 01JCZ… --out alice.json --html alice.html
  offboard evidence verify alice.json
  offboard evidence verify alice.json --head 5d41…
verify ends with 0 where the copy is as it was written, else with 1 and what is wrong with it.`,
  async run(context, [id = '', file], options) {
    if (id === 'verify') return verify(context, file, options.head as string | undefined);
    if (file !== undefined)
      throw usage(`evidence takes one id, and '${file}' is a second word`, 'write it to a file with --out FILE');
    return show(context, id, options);
  },
};

async function show(context: Context, id: string, { out, html }: Readonly<Record<string, unknown>>): Promise<ExitCode> {
  const { output } = context;
  const document = await findEvidence(context, id);
  if (typeof out === 'string') writeOut(out, evidenceText(document));
  if (typeof html === 'string') writeOut(html, evidencePage(document));
  if (output.json) output.data(document);
  else print(context, document);
  return EXIT.done;
}

function print({ output }: Context, document: Evidence): void {
  const row = reportRow(document, Number.POSITIVE_INFINITY);
  const facts: [string, string][] = [
    ['offboarding', row.id],
    ['of', row.subject],
    ['asked by', row.requestedBy === '' ? 'nobody said' : `${row.requestedBy} (claimed)`],
    ['because', row.reason === '' ? 'nobody said' : row.reason],
    ['approved by', row.approvedBy === '' ? 'no approval was needed' : row.approvedBy],
    ['asked at', row.requestedAt],
    ['ended at', `${row.endedAt}, ${duration(row.seconds * 1000)} later`],
    ['gone', `${row.gone} of ${row.planned}`],
    ['head', row.head],
  ];
  for (const [name, value] of facts) output.text(`${output.paint('dim', name.padEnd(12))} ${printable(value)}`);
  output.text('');
  for (const line of table(output, endsIn(document), [
    { title: '#', value: ({ number }) => String(number) },
    { title: 'association', value: ({ label }) => label, most: 60 },
    { title: 'outcome', value: ({ result }) => result?.outcome ?? 'not tried' },
    { title: 'gone at', value: ({ result }) => result?.endedAt ?? '-' },
    { title: 'polls', value: ({ result }) => String(result?.polls ?? 0) },
    { title: 'changing calls, with their AWS request ids', value: ({ result }) => changes(result) },
  ])) {
    output.text(line);
  }
}

interface End {
  number: number;
  label: string;
  result: ItemResult | null;
}

function endsIn(document: Evidence): End[] {
  return document.records.flatMap((record): End[] => {
    if (record.type === 'single') {
      return [{ number: 1, label: reportRow(document, 0).subject, result: record.content.result }];
    }
    if (record.type !== 'item') return [];
    const { planned, result } = record.content;
    return [{ number: planned.number, label: `${planned.kind} ${planned.label}`, result }];
  });
}

function changes(result: ItemResult | null): string {
  const calls = (result?.calls ?? []).filter(({ mutating }) => mutating);
  return calls.map(({ operation, requestId, result }) => `${operation} ${requestId} ${result}`).join(', ') || '-';
}

async function verify(context: Context, file: string | undefined, head: string | undefined): Promise<ExitCode> {
  if (file === undefined) throw usage('name the file', context.line('evidence verify FILE'));
  const text = readFile(file);
  const problems = verifyEvidence(text, head ?? (await headFor(context, text)));
  if (context.output.json) context.output.data({ file, ok: problems.length === 0, problems });
  else if (problems.length === 0) context.output.text(context.output.paint('good', `${file} is as it was written`));
  else for (const problem of problems) context.output.text(context.output.paint('bad', problem));
  return problems.length === 0 ? EXIT.done : EXIT.failed;
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** What the stack itself keeps as the head: the copy's own, where it is among those of its offboarding's runs. */
async function headFor(context: Context, text: string): Promise<string> {
  const { offboarding, head } = idsIn(text);
  if (offboarding === undefined) return '';
  const heads = await knownHeads(context, offboarding);
  return heads.find((known) => known === head) ?? heads.at(-1) ?? 'nothing';
}

function idsIn(text: string): { offboarding?: string; head?: string } {
  try {
    const { offboarding, head } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof offboarding === 'string' && offboarding !== '' ? { offboarding } : {}),
      ...(typeof head === 'string' ? { head } : {}),
    };
  } catch {
    // verifyEvidence says what such a file is.
    return {};
  }
}
