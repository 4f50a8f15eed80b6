import type { Aws, Identity } from '../../core/aws.ts';
import { executionArn, stableUuid } from '../arns.ts';
import type { Machine } from '../language/model/types.ts';
import type { ExecutionRecord } from './records.ts';

export interface Principal {
  /** The execution's number. */
  id: number;
  executionArn: string;
  machineArn: string;
  roleArn: string;
  /** A caller waits for it: its timers and calls may advance the jumping clock. */
  advancesClock: boolean;
}

export function principalOf({ id, name, advances_clock }: ExecutionRecord, { arn, roleArn }: Machine): Principal {
  return { id, executionArn: executionArn(arn, name), machineArn: arn, roleArn, advancesClock: advances_clock === 1 };
}

/** A session of the machine's role. @throws AwsError where it does not trust Step Functions, or not for this machine. */
export function machineIdentity(aws: Aws, principal: Principal): Identity {
  const sourceArn = principal.machineArn.replace(/\/.*$/, '');
  const identity = aws.assume(principal.roleArn, sessionOf(principal), 'states.amazonaws.com', { sourceArn });
  return { ...identity, advancesClock: principal.advancesClock };
}

export function sessionOf(principal: Principal): string {
  return stableUuid(principal.executionArn).replaceAll('-', '');
}
