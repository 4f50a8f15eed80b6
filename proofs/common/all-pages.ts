/** Lists of Step Functions, whole. */

import type { Harness } from './harness.ts';

/** Every page of a list. */
export async function allPages<Item>(
  { runtime }: Harness,
  operation: string,
  member: string,
  input: object,
): Promise<Item[]> {
  const { account } = runtime.info();
  const identity = { arn: `arn:aws:iam::${account}:user/prover`, account };
  const items: Item[] = [];
  let nextToken: string | undefined;
  do {
    const page = await runtime.aws.call<Record<string, unknown>>(
      'sfn',
      operation,
      { ...input, nextToken },
      { identity },
    );
    items.push(...((page[member] as Item[] | undefined) ?? []));
    nextToken = page.nextToken as string | undefined;
  } while (nextToken !== undefined);
  return items;
}
