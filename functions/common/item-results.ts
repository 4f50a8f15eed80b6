/** The results of a plan's items in the bucket, from which the roll-up and the evidence are made. */

import type { S3Client } from '@aws-sdk/client-s3';
import type { ItemEnvelope } from '../../offboardings/apply.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';
import { putNewJson } from './bucket.ts';
import { resultKey } from './keys.ts';

/** Once: the item's own execution and the batch that found it dead may both store one, and evidence is made of the first. */
export async function storeItemResult(s3: S3Client, request: ItemEnvelope, result: ItemResult): Promise<void> {
  const { id, run, number } = request.offboarding;
  await putNewJson(s3, resultKey(id, run, number, result.execution.split(':').at(-1) ?? ''), result);
}
