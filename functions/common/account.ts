import type { Context } from 'aws-lambda';

/** The function's own. */
export function ownAccount({ invokedFunctionArn }: Context): string {
  return invokedFunctionArn.split(':')[4] ?? '';
}
