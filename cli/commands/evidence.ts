import { formatDuration } from '../../client/duration.ts';
import { findEvidence } from '../../client/evidence/find.ts';
import { signingKey } from '../../client/evidence/key.ts';
import { evidencePage } from '../../client/evidence/page.ts';
import { reasonLines } from '../../client/offboardings/run.ts';
import { reportRow } from '../../client/reports/report-row.ts';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { publicKey, verifyEvidence } from '../../offboardings/evidence/verify.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { readBytes, readFile, writeFile } from '../common/files.ts';
import { table } from '../common/output.ts';

export const evidence: Command = {
  syntax: 'evidence <id> [file]',
  summary: 'evidence of what was removed; evidence verify FILE checks a copy, evidence key prints the public key',
  options: (command) =>
    command
      .option('--out <file>', 'write the document, or the key, there')
      .option('--html <file>', 'write a page to print there')
      .option('--key <file>', 'verify: the public key as PEM; needs no connection')
      .option('--head <hash>', 'verify: the head in the completion event'),
  help: `Examples:
  offboard evidence 01JCZ… --out alice.json --html alice.html
  offboard evidence verify alice.json
  offboard evidence key --out offboard.pem
  offboard evidence verify alice.json --key offboard.pem
verify exits with 0 where the copy is what the stack signed, else with 1 and what is wrong with it.
docs/verifying-evidence.md says how to verify without this program.`,
  here: 'reads',
  async run(context, [id = '', file], options) {
    if (id === 'verify') return verify(context, file, options);
    if (id === 'key') return writeKey(context, file, options);
    if (file !== undefined)
      throw usage(`evidence takes one id; '${file}' is one too many`, 'write the evidence to a file with --out FILE');
    return show(context, id, options);
  },
};

async function show(context: Context, id: string, { out, html }: Options): Promise<ExitCode> {
  const { output } = context;
  const { document, text } = await findEvidence(context.client(), id);
  if (typeof out === 'string') writeFile(out, text);
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
    ...rejectionIn(document).map((line): [string, string] => ['rejected', line]),
    ...(row.rejected === '' ? [['approved by', row.approvedBy || 'not required'] satisfies [string, string]] : []),
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
    { title: 'ended at', value: ({ result }) => result?.endedAt ?? '-' },
    { title: 'reason', value: ({ result }) => result?.message ?? result?.error ?? '-', limit: 60 },
    { title: 'polls', value: ({ result }) => String(result?.polls ?? 0) },
    { title: 'mutating calls, with their AWS request ids', value: ({ result }) => changes(result) },
  ])) {
    output.text(line);
  }
}

function rejectionIn({ records }: Evidence): string[] {
  return records.flatMap((record) => (record.type === 'end' ? reasonLines(record.content.rejected ?? []) : []));
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

async function verify(context: Context, file: string | undefined, { key, head }: Options): Promise<ExitCode> {
  if (file === undefined) throw usage('a file is required', context.line('evidence verify FILE'));
  const bytes = readBytes(file);
  const { keyId, text } = typeof key === 'string' ? keyIn(key) : await signingKey(context.client());
  const problems = verifyEvidence(bytes, {
    key: text,
    ...(keyId !== undefined && { keyId }),
    ...(typeof head === 'string' && { head }),
  });
  if (context.output.structured) context.output.data({ file, ok: problems.length === 0, problems });
  else if (problems.length === 0) context.output.text(context.output.paint('good', verifiedLine(bytes)));
  else for (const problem of problems) context.output.text(context.output.paint('bad', problem));
  return problems.length === 0 ? EXIT.done : EXIT.failed;
}

function keyIn(file: string): { keyId?: string; text: string } {
  const text = readFile(file);
  try {
    publicKey(text);
  } catch (error) {
    throw usage(`${file} holds no RSA public key: ${(error as Error).message}`, 'offboard evidence key --out FILE.pem');
  }
  return { text };
}

function verifiedLine(bytes: Uint8Array): string {
  const { records, keyId } = JSON.parse(Buffer.from(bytes).toString()) as Evidence;
  return `Verified: ${records.length} records, signed by the key ${keyId}`;
}

async function writeKey(context: Context, keyId: string | undefined, { out }: Options): Promise<ExitCode> {
  const key = await signingKey(context.client(), keyId);
  if (typeof out === 'string') writeFile(out, key.text);
  else if (context.output.structured) context.output.data(key);
  else context.output.text(key.text.trimEnd());
  return EXIT.done;
}
