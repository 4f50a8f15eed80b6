/** Evidence that was kept in the bucket, or, of a single disassociation, what Step Functions keeps of it. */

import { DescribeExecutionCommand, type DescribeExecutionOutput, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { Envelope } from '../../events/define.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import { kinds } from '../../events/targets/index.ts';
import { endedItem, type LastLook } from '../../offboardings/ended.ts';
import { type Evidence, evidenceText, singleEvidenceOf } from '../../offboardings/evidence.ts';
import { headKey, keptPrefix } from '../../offboardings/keys.ts';
import { disassociationIn } from '../../views/execution.ts';
import { parse } from '../../views/words.ts';
import { listObjects, readText } from '../bucket.ts';
import { findExecution } from '../executions.ts';
import { CliError } from '../exit.ts';
import { findStack } from '../stack.ts';
import type { Context } from '../verb.ts';
import { readRun, reasonLines } from './run.ts';

/** The document as it was written, to the byte. @throws CliError where there is none, or none yet. */
export async function findEvidence(context: Context, id: string): Promise<string> {
  const key = (await keptKeys(context, id)).at(-1);
  const text = key === undefined ? undefined : await readText(context, key);
  if (text !== undefined) return text;
  const arn = await findExecution(context, id);
  if (await isSingle(context, arn)) return evidenceText(await singleEvidence(context, arn));
  throw await nothingToProve(context, arn);
}

/** Heads that were kept for this offboarding: what a copy of its evidence is held against. */
export async function knownHeads(context: Context, offboarding: string): Promise<string[]> {
  const keys = await keptKeys(context, offboarding);
  if (keys.length === 0) {
    const arn = await findExecution(context, offboarding);
    return (await isSingle(context, arn)) ? [(await singleEvidence(context, arn)).head] : [];
  }
  const heads = await Promise.all(keys.map((key) => readText(context, headKey(key))));
  return heads.flatMap((head) => head ?? []);
}

/** Oldest first. */
async function keptKeys(context: Context, offboarding: string): Promise<string[]> {
  const listed = (await listObjects(context, keptPrefix(offboarding))).filter(({ key }) =>
    key.endsWith('/evidence.json'),
  );
  return listed.sort((a, b) => Number(a.modified) - Number(b.modified)).map(({ key }) => key);
}

/** An execution of a kind's own machine, and not of an offboarding. */
async function isSingle(context: Context, arn: string): Promise<boolean> {
  const { machines } = await findStack(context);
  const machine = machines.find(({ name }) => arn.split(':').at(-2) === name);
  return (kinds as readonly string[]).includes(machine?.role ?? '');
}

/** @throws CliError while it runs. */
export async function singleEvidence(context: Context, executionArn: string): Promise<Evidence> {
  const client = await context.clients().sfn();
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  if (described.status === 'RUNNING') {
    throw new CliError('it is still going on; there is evidence when it has ended', {
      hints: [`see where it stands with: offboard show ${described.name}`],
    });
  }
  return singleEvidenceOf({
    ...askedIn(described),
    execution: executionArn,
    ended: endedItem(1, described, await lastLook(context, executionArn)),
  });
}

function askedIn({ input = '{}' }: DescribeExecutionOutput) {
  const envelope = JSON.parse(input) as Envelope;
  const { id: eventId, account, time } = envelope;
  return { request: disassociationRequested.read(envelope), origin: { eventId, account, time } };
}

async function lastLook(context: Context, executionArn: string): Promise<LastLook | null> {
  const { paginateGetExecutionHistory } = await import('@aws-sdk/client-sfn');
  const client = await context.clients().sfn();
  const pages = paginateGetExecutionHistory({ client, pageSize: 100 }, { executionArn, reverseOrder: true });
  for await (const { events = [] } of pages) {
    const latest = events.find((event) => disassociationIn(event) !== undefined);
    if (latest) return answerOf(latest);
  }
  return null;
}

function answerOf({ lambdaFunctionSucceededEventDetails: succeeded }: HistoryEvent): LastLook {
  return parse(succeeded?.output) as unknown as LastLook;
}

async function nothingToProve(context: Context, arn: string): Promise<CliError> {
  const run = await readRun(context, arn);
  if (run.status === 'RUNNING') {
    return new CliError(`offboarding ${run.offboarding} is still going on; there is evidence when it has ended`, {
      hints: [`see where it stands with: offboard show ${run.offboarding}`],
    });
  }
  return new CliError(`nothing was carried out in ${run.offboarding}, so there is nothing to prove`, {
    hints: run.reasons.length > 0 ? reasonLines(run.reasons) : [`it ended ${run.error ?? run.status}`],
  });
}
