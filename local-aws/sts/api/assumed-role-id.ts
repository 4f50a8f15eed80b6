import { hex } from '../../core/random.ts';

/** `AROA<17 characters>:<session name>`, the same for a role each time. */
export function assumedRoleId(arn: string, roleArn: string): string {
  return `AROA${hex(17, roleArn).toUpperCase()}:${arn.split('/').at(-1)}`;
}
