/** The evidence whose head an execution published, and whether the document in the bucket is what was signed. */

import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Evidence } from '../../offboardings/evidence/document.ts';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { readFirstVersion } from '../bucket.ts';
import { parseObject } from '../json.ts';
import { runOf } from '../offboardings/run.ts';
import { reportRow } from '../reports/report-row.ts';
import type { StackClient } from '../stack-client.ts';
import { signingKey } from './key.ts';

export interface PublishedEvidence {
  bucket: string;
  key: string;
  /** The head of the hash chain in the completion event. */
  head: string;
  /** The request's subject, or its association: `user alice`. */
  subject: string;
  keyId: string;
  /** Of the stack, as PEM. */
  publicKey: string;
  /** Empty where the document is signed and ends in that head. */
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
  const text = published && (await readFirstVersion(client, published.key));
  if (published === undefined || text === undefined) return undefined;
  const [{ outputs }, key] = await Promise.all([client.stack(), signingKey(client)]);
  const { key: at, head } = published;
  return {
    ...{ key: at, head, bucket: outputs.BucketName ?? '', text },
    ...{ keyId: key.keyId, publicKey: key.text, subject: subjectIn(text) },
    problems: verifyEvidence(text, { key: key.text, keyId: key.keyId, head }),
    records: recordsIn(text),
  };
}

/** Of a document that is not verified yet. */
function subjectIn(text: string): string {
  try {
    return reportRow(JSON.parse(text), Number.POSITIVE_INFINITY).subject;
  } catch {
    return 'unknown';
  }
}

function recordsIn(text: string): PublishedEvidence['records'] {
  const { records = [] } = (parseObject(text) ?? {}) as Partial<Evidence>;
  return records.map(({ number, type, hash }) => ({ number, type, hash }));
}

/** What the complete task of a single disassociation has stored. */
function storedIn(events: readonly HistoryEvent[]): Published | undefined {
  for (const { lambdaFunctionSucceededEventDetails } of events.toReversed()) {
    const { evidence } = (parseObject(lambdaFunctionSucceededEventDetails?.output) ?? {}) as {
      evidence?: Partial<Published> | null;
    };
    if (evidence?.key !== undefined && evidence.head !== undefined) return { key: evidence.key, head: evidence.head };
  }
  return undefined;
}
