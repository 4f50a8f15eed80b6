/** "Step Functions Execution Status Change", as Step Functions puts it on the default bus. */

import type { JsonObject } from '../language/model/json.ts';
import type { ExecutionRecord } from './records.ts';
import { redrivability } from './redrivability.ts';

export interface StatusChange {
  source: 'aws.states';
  detailType: 'Step Functions Execution Status Change';
  /** Milliseconds since 1970. */
  time: number;
  resources: string[];
  detail: JsonObject;
  /** What is done because of this event may move the jumping clock. */
  advancesClock: boolean;
}

/** Input and output are left out of the event where they are together longer than this, in bytes of UTF-8. */
const DATA_LIMIT = 248 * 1024;

export function statusChange(
  record: ExecutionRecord,
  arns: { execution: string; machine: string },
  now: number,
): StatusChange {
  const { status, reason } = redrivability(record, now);
  const included = Buffer.byteLength(record.input) + Buffer.byteLength(record.output ?? '') <= DATA_LIMIT;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    time: now,
    resources: [arns.execution],
    advancesClock: record.advances_clock === 1,
    detail: {
      executionArn: arns.execution,
      stateMachineArn: arns.machine,
      name: record.name,
      status: record.status,
      startDate: record.start,
      stopDate: record.stop,
      input: included ? record.input : null,
      inputDetails: { included },
      output: included ? record.output : null,
      outputDetails: record.output === null ? null : { included },
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: record.redrives,
      redriveDate: record.redriven,
      redriveStatus: status,
      redriveStatusReason: reason ?? null,
      error: record.error,
      cause: record.cause,
    },
  };
}
