/** The evidence that an execution published: where it lies, and whether what lies there is what was published. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import type { Evidence as Shown } from '../../console/contract.ts';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import { readJson } from '../bucket.ts';
import { parse } from '../executions/request-summary.ts';
import { runOf } from '../offboardings/run.ts';
import { findStack } from '../stack.ts';

type Published = Pick<Shown, 'key' | 'head'>;

/** @returns undefined where nothing was published. */
export async function keptEvidence(
  context: Context,
  described: DescribeExecutionOutput,
  events: readonly HistoryEvent[],
): Promise<Shown | undefined> {
  const published = runOf(described, events).evidence ?? keptIn(events);
  const document = published && (await readJson<Evidence>(context, published.key));
  if (published === undefined || document === undefined) return undefined;
  const { outputs } = await findStack(context);
  // Step Functions, which keeps a single one, spells JSON in its own way; the chain is over what it says.
  const text = evidenceText(document);
  return {
    ...{ key: published.key, head: published.head, bucket: outputs.BucketName ?? '', text },
    problems: verifyEvidence(text, published.head),
    records: document.records.map(({ number, type, hash }) => ({ number, type, hash })),
  };
}

/** What the complete task of a single disassociation handed on to be kept. */
function keptIn(events: readonly HistoryEvent[]): Published | undefined {
  for (const { lambdaFunctionSucceededEventDetails } of events.toReversed()) {
    const { evidenceObject } = (parse(lambdaFunctionSucceededEventDetails?.output) ?? {}) as {
      evidenceObject?: { key: string; document: { head: string } } | null;
    };
    if (evidenceObject) return { key: evidenceObject.key, head: evidenceObject.document.head };
  }
  return undefined;
}
