import type { Context } from 'aws-lambda';

/** @param fn the function's name without its stack's. @returns `111122223333/us-east-1/offboard-dev` */
export function stackOf({ invokedFunctionArn }: Context, fn: string): string {
  const [, , , region, account, , name = ''] = invokedFunctionArn.split(':');
  const stack = name.endsWith(`-${fn}`) ? name.slice(0, -fn.length - 1) : name;
  return `${account}/${region}/${stack}`;
}
