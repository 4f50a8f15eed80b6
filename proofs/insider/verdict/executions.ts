/** The executions that carry out requests, as Step Functions lists them. */

import type { DescribeExecutionOutput, ExecutionListItem } from '@aws-sdk/client-sfn';
import { KINDS } from '../../../simulators/index.ts';
import { allPages } from '../../common/all-pages.ts';
import { finalEvents, type Harness, type PublishedEvent } from '../../common/harness.ts';
import { FINAL_OFFBOARDING_EVENTS, PROVER } from '../../offboardings/requests.ts';

export interface Execution {
  arn: string;
  /** Its kind, or `offboard`. */
  machine: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Of Step Functions. */
  status: string;
  /** How it ended: the outcome, or the reason. */
  end: string;
  /** The ARN of the execution whose answer is this one's, too. */
  joined?: string;
  /** It is an item of a plan: it says so, and was let through. */
  isItem: boolean;
  input: Input;
  /** What it published at its end. */
  finals: PublishedEvent[];
}

/** As far as it is valid. */
export interface Input {
  id?: unknown;
  offboarding?: unknown;
  detail?: { metadata?: Record<string, unknown>; data?: Record<string, unknown> };
}

export async function executionsOf(harness: Harness): Promise<Execution[]> {
  const finals = Map.groupBy([...harness.answers.values()].flatMap(finalsIn), ({ data }) => data.execution);
  const { machines, stack } = harness.runtime.info();
  const executions: Execution[] = [];
  for (const machine of [...KINDS, 'offboard']) {
    const stateMachineArn = machines.find((arn) => arn.endsWith(`:${stack}-${machine}`));
    for (const { executionArn = '' } of await allPages<ExecutionListItem>(harness, 'ListExecutions', 'executions', {
      stateMachineArn,
      maxResults: 1000,
    })) {
      const described = await describe(harness, executionArn);
      executions.push({ ...read(described), machine, finals: finals.get(executionArn) ?? [] });
    }
  }
  return executions;
}

export function finalsIn(events: readonly PublishedEvent[] = []): PublishedEvent[] {
  const ofOffboardings = events.filter(({ detailType }) => FINAL_OFFBOARDING_EVENTS.some((one) => one === detailType));
  return [...finalEvents(events), ...ofOffboardings];
}

function describe({ runtime }: Harness, executionArn: string): Promise<DescribeExecutionOutput> {
  return runtime.aws.call('sfn', 'DescribeExecution', { executionArn }, { identity: PROVER });
}

function read(described: DescribeExecutionOutput) {
  const { executionArn: arn = '', startDate = new Date(0), status = '', error } = described;
  const { joined, outcome } = JSON.parse(described.output ?? '{}') as { joined?: string; outcome?: string };
  const input = JSON.parse(described.input ?? '{}') as Input;
  return {
    arn,
    startedAt: startDate.getTime(),
    status,
    end: outcome ?? error ?? status,
    ...(joined !== undefined && { joined }),
    isItem: typeof input.offboarding === 'object' && error !== 'REJECTED',
    input,
  };
}
