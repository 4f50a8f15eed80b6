/** --query: a JMESPath expression over what a command prints, as the AWS CLI has it. */

import { usage } from './exit.ts';

export type Select = (value: unknown) => unknown;

/** @throws ClientError INVALID, before anything is sent, for what is no JMESPath. */
export async function selectorOf(expression: string): Promise<Select> {
  const { search } = await import('@aws-lambda-powertools/jmespath');
  const refusal = (error: unknown) =>
    usage(
      `--query: ${(error as Error).message}`,
      'it is JMESPath: --query "executions[?status==\'FAILED\'].requestId"',
    );
  try {
    search(expression, {});
  } catch (error) {
    // It is right for values of another type.
    if ((error as Error).name !== 'JMESPathTypeError') throw refusal(error);
  }
  return (value) => {
    try {
      return search(expression, value as Parameters<typeof search>[1]);
    } catch (error) {
      throw refusal(error);
    }
  };
}
