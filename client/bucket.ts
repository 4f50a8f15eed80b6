/** The stack's bucket, read only: plans, evidence, and how far the items of a running offboarding have come. */

import type { Context } from '../cli/command.ts';
import { CliError } from '../cli/exit.ts';
import { findStack } from './stack.ts';

export interface Listed {
  key: string;
  modified: Date;
}

/** @throws CliError where the stack was deployed before there was a bucket. */
async function bucketOf(context: Context): Promise<string> {
  const { name, outputs } = await findStack(context);
  if (outputs.BucketName) return outputs.BucketName;
  throw new CliError(`stack ${name} has no bucket`, { hints: ['deploy the stack again'] });
}

/** @returns undefined where there is no such object. */
async function readText(context: Context, key: string): Promise<string | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await context.clients().s3();
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: await bucketOf(context), Key: key }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** @returns undefined where there is no such object. */
export async function readJson<Value>(context: Context, key: string): Promise<Value | undefined> {
  const text = await readText(context, key);
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

/** Every object whose key begins so, in the order of their keys. */
export async function listObjects(context: Context, prefix: string): Promise<Listed[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const client = await context.clients().s3();
  const listed: Listed[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: await bucketOf(context), Prefix: prefix })) {
    for (const { Key, LastModified } of page.Contents ?? []) {
      listed.push({ key: Key ?? '', modified: LastModified ?? new Date(0) });
    }
  }
  return listed;
}
