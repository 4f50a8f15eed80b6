/** The evidence whose head an execution published, and whether the document in the bucket still matches it. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { type Evidence, evidenceText, verifyEvidence } from '../../offboardings/evidence.ts';
import { readJson } from '../bucket.ts';
import { parseObject } from '../json.ts';
import { runOf } from '../offboardings/run.ts';
import type { StackClient } from '../stack-client.ts';

export interface PublishedEvidence {
  bucket: string;
  key: string;
  /** The head of the hash chain in the completion event. */
  head: string;
  /** Empty where the chain holds and ends in that head. */
  problems: string[];
  records: { number: number; type: string; hash: string }[];
  /** The document as `offboard evidence --out` writes it. */
  text: string;
}

type Published = Pick<PublishedEvidence, 'key' | 'head'>;

/** @returns undefined where the execution published none. */
export async function readPublishedEvidence(
  client: StackClient,
  described: DescribeExecutionOutput,
  events: readonly HistoryEvent[],
): Promise<PublishedEvidence | undefined> {
  const published = runOf(described, events).evidence ?? storedIn(events);
  const document = published && (await readJson<Evidence>(client, published.key));
  if (published === undefined || document === undefined) return undefined;
  const { outputs } = await client.stack();
  // Step Functions, which stores a single disassociation's, serializes JSON in its own way; the hashes are over this text.
  const text = evidenceText(document);
  return {
    ...{ key: published.key, head: published.head, bucket: outputs.BucketName ?? '', text },
    problems: verifyEvidence(text, published.head),
    records: document.records.map(({ number, type, hash }) => ({ number, type, hash })),
  };
}

/** What the complete task of a single disassociation returned to be stored. */
function storedIn(events: readonly HistoryEvent[]): Published | undefined {
  for (const { lambdaFunctionSucceededEventDetails } of events.toReversed()) {
    const { evidenceObject } = (parseObject(lambdaFunctionSucceededEventDetails?.output) ?? {}) as {
      evidenceObject?: { key: string; document: { head: string } } | null;
    };
    if (evidenceObject) return { key: evidenceObject.key, head: evidenceObject.document.head };
  }
  return undefined;
}
