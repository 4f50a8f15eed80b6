/** Evidence that was kept in the bucket, of an offboarding or of a single disassociation. */

import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { CliError } from '../../cli/exit.ts';
import type { Evidence } from '../../offboardings/evidence.ts';
import { isEvidenceKey, keptPrefix } from '../../offboardings/keys.ts';
import { type Listed, listObjects, readJson } from '../bucket.ts';
import { findExecution, forEach } from '../executions/read.ts';
import { type About, aboutInput } from '../executions/request-summary.ts';
import { readRun, reasonLines } from '../offboardings/run.ts';

/**
 * The document of the newest run that ended something, or of the newest. A request that was sent twice has two: what
 * the first had ended was gone before the second.
 * @param id the request's, or its execution's ARN or name.
 * @throws CliError where there is none, or none yet.
 */
export async function findEvidence(context: Context, id: string): Promise<Evidence> {
  const documents = await keptFor(context, id);
  if (documents.length > 0) return chosen(documents);
  const arn = await findExecution(context, id);
  const about = await aboutOf(context, arn);
  const known = about.requestId === undefined ? [] : await keptFor(context, about.requestId);
  const own = known.filter((document) => executionIn(document) === arn);
  if (own.length > 0) return chosen(own);
  throw await nothingToProve(context, arn, about);
}

/** The heads of what was kept for this request: what a copy of its evidence is held against. */
export async function knownHeads(context: Context, offboarding: string): Promise<string[]> {
  return (await keptFor(context, offboarding)).map(({ head }) => head);
}

/** Everything that was kept since then, oldest first. */
export async function keptSince(context: Context, since: number): Promise<Evidence[]> {
  const listed = (await listObjects(context, keptPrefix())).filter(({ key }) => isEvidenceKey(key));
  return read(
    context,
    listed.filter(({ modified }) => modified.getTime() >= since),
  );
}

/** Oldest first. */
async function keptFor(context: Context, offboarding: string): Promise<Evidence[]> {
  const listed = await listObjects(context, keptPrefix(offboarding));
  return read(
    context,
    listed.filter(({ key }) => isEvidenceKey(key, offboarding)),
  );
}

async function read(context: Context, listed: readonly Listed[]): Promise<Evidence[]> {
  const oldestFirst = listed.toSorted((a, b) => Number(a.modified) - Number(b.modified));
  const documents = await forEach(oldestFirst, ({ key }) => readJson<Evidence>(context, key));
  return documents.flatMap((document) => document ?? []);
}

function chosen(documents: readonly Evidence[]): Evidence {
  return (documents.findLast(endedSomething) ?? documents.at(-1)) as Evidence;
}

function endedSomething({ records }: Evidence): boolean {
  return records.some((record) => record.type === 'end' && record.content.rollUp.DISASSOCIATED > 0);
}

function executionIn({ records }: Evidence): string | undefined {
  const [first] = records;
  return first?.type === 'request' ? first.content.execution : undefined;
}

async function aboutOf(context: Context, executionArn: string): Promise<About> {
  const client = await context.clients().sfn();
  const { input } = await client.send(new DescribeExecutionCommand({ executionArn }));
  return aboutInput(input);
}

async function nothingToProve(
  context: Context,
  arn: string,
  { kind, requestId, correlationId }: About,
): Promise<CliError> {
  const run = await readRun(context, arn);
  if (run.status === 'RUNNING') {
    return new CliError(`${run.offboarding} is still going on; there is evidence when it has ended`, {
      hints: [`see where it stands with: ${context.line(`show ${run.offboarding}`)}`],
    });
  }
  if (kind !== undefined && correlationId !== undefined && correlationId !== requestId) {
    return new CliError(`${run.offboarding} has no evidence of its own`, {
      hints: [`what it was a part of has: ${context.line(`evidence ${correlationId}`)}`],
    });
  }
  return new CliError(`nothing was carried out in ${run.offboarding}, so there is nothing to prove`, {
    hints: run.reasons.length > 0 ? reasonLines(run.reasons) : [`it ended ${run.error ?? run.status}`],
  });
}
