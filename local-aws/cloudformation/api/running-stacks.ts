/** The stacks that run here, and how a call names one. */

import type { Output } from '@aws-sdk/client-cloudformation';
import { AwsError, type Call, type Permission } from '../../core/aws.ts';
import { guid } from '../../core/random.ts';

export interface RunningStack {
  name: string;
  account: string;
  region: string;
  /** Milliseconds since 1970. */
  created: number;
  description?: string;
  parameters: Readonly<Record<string, string>>;
  outputs: readonly Output[];
  resources: readonly { logicalId: string; physicalId: string; type: string }[];
}

/** The caller's own stacks, in the Region it calls. */
export type StacksAt = (call: Call) => readonly RunningStack[];

export function findStack(stacks: readonly RunningStack[], wanted: string | undefined): RunningStack {
  const stack = stacks.find((each) => each.name === wanted || stackId(each) === wanted);
  if (!stack) throw new AwsError('ValidationError', `Stack with id ${wanted} does not exist`);
  return stack;
}

export function stackId({ name, account, region }: Pick<RunningStack, 'name' | 'account' | 'region'>): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/${guid(account, region, name)}`;
}

export function onStack(action: string, name: string | undefined, { account, region }: Call): Permission {
  if (name === undefined) return { action, resource: '*' };
  return { action, resource: name.startsWith('arn:') ? name : stackId({ name, account, region }) };
}
