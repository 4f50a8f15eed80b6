/** The account that a request or a search acts in. */

import type { Context } from 'aws-lambda';
import type { Where } from '../../events/where.ts';

/** That of the role, else the function's own. */
export function accountOf(where: Where | undefined, { invokedFunctionArn }: Context): string {
  return (where?.roleArn ?? invokedFunctionArn).split(':')[4] ?? '';
}
