/** The evidence of an offboarding, and whether a copy of it is unchanged. */

import { formatDuration } from '../../client/duration.ts';
import { findEvidence, storedHeads } from '../../client/evidence/find.ts';
import { evidencePage } from '../../client/evidence/page.ts';
import { reportRow } from '../../client/reports/report-row.ts';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { readFile, writeFile } from '../common/files.ts';
import { table } from '../common/output.ts';

export const evidence: Command = {
  syntax: 'evidence <id> [file]',
  summary: 'evidence of what was removed; evidence verify FILE compares a copy with the published head',
  options: (command) =>
    command
      .option('--out <file>', 'write the document there, to be verified later')
      .option('--html <file>', 'write a page to print there')
      .option('--head <hash>', 'verify: the head in the completion event; needs no connection'),
  help: `Examples:
  offboard evidence 01JCZ… --out alice.json --html alice.html
  offboard evidence verify alice.json
  offboard evidence verify alice.json --head 5d41…
verify exits with 0 where the copy is unchanged, else with 1 and what is wrong with it.`,
  async run(context, [id = '', file], options) {
    if (id === 'verify') return verify(context, file, options.head as string | undefined);
    if (file !== undefined)
      throw usage(`evidence takes one id; '${file}' is one too many`, 'write the evidence to a file with --out FILE');
    return show(context, id, options);
  },
};

async function show(context: Context, id: string, { out, html }: Options): Promise<ExitCode> {
  const { output } = context;
  const document = await findEvidence(context.client(), id);
  if (typeof out === 'string') writeFile(out, evidenceText(document));
  if (typeof html === 'string') writeFile(html, evidencePage(document));
  if (output.structured) output.data(document);
  else print(context, document);
  return EXIT.done;
}

function print({ output }: Context, document: Evidence): void {
  const row = reportRow(document, Number.POSITIVE_INFINITY);
  const facts: [string, string][] = [
    ['offboarding', row.id],
    ['subject', row.subject],
    ['requester', row.requester],
    ['reason', row.reason === '' ? 'none given' : row.reason],
    ['approved by', row.approvedBy === '' ? 'not required' : row.approvedBy],
    ['requested', row.requestedAt],
    ['ended', `${row.endedAt}, ${formatDuration(row.seconds * 1000)} later`],
    ['removed', `${row.removed} of ${row.planned}`],
    ['head', row.head],
  ];
  for (const [name, value] of facts) output.text(`${output.paint('dim', name.padEnd(12))} ${value}`);
  output.text('');
  for (const line of table(output, endsIn(document), [
    { title: '#', value: ({ number }) => String(number) },
    { title: 'association', value: ({ label }) => label, limit: 60 },
    { title: 'outcome', value: ({ result }) => result?.outcome ?? 'not started' },
    { title: 'gone at', value: ({ result }) => result?.endedAt ?? '-' },
    { title: 'polls', value: ({ result }) => String(result?.polls ?? 0) },
    { title: 'mutating calls, with their AWS request ids', value: ({ result }) => changes(result) },
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
  if (file === undefined) throw usage('a file is required', context.line('evidence verify FILE'));
  const text = readFile(file);
  const problems = verifyEvidence(text, head ?? (await headFor(context, text)));
  if (context.output.structured) context.output.data({ file, ok: problems.length === 0, problems });
  else if (problems.length === 0) context.output.text(context.output.paint('good', verifiedLine(text)));
  else for (const problem of problems) context.output.text(context.output.paint('bad', problem));
  return problems.length === 0 ? EXIT.done : EXIT.failed;
}

function verifiedLine(text: string): string {
  const { records } = JSON.parse(text) as Evidence;
  return `Verified: ${records.length} records, hash chain matches the published head`;
}

/** The head that the stack stores: the copy's own where a run of its offboarding has it, else the newest. */
async function headFor(context: Context, text: string): Promise<string> {
  const { offboarding, head } = idsIn(text);
  if (offboarding === undefined) return '';
  const heads = await storedHeads(context.client(), offboarding);
  return heads.find((known) => known === head) ?? heads.at(-1) ?? 'none';
}

function idsIn(text: string): { offboarding?: string; head?: string } {
  try {
    const { offboarding, head } = JSON.parse(text) as Record<string, unknown>;
    return {
      ...(typeof offboarding === 'string' && offboarding !== '' ? { offboarding } : {}),
      ...(typeof head === 'string' ? { head } : {}),
    };
  } catch {
    // verifyEvidence reports such a file.
    return {};
  }
}
