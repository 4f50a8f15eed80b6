/** What the console reads and acts through: AWS's API at the endpoint that its clients were made for. */

import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DescribeExecutionOutput, HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Evidence, Offboarding, ResendResult, StateMachine } from '../contract.ts';

/** SDK clients, each made when first asked for. */
export interface Clients {
  sfn(): Promise<SFNClient>;
  eventbridge(): Promise<EventBridgeClient>;
  cloudformation(): Promise<CloudFormationClient>;
  sqs(): Promise<SQSClient>;
}

/** The stack, as CloudFormation describes it. */
export interface Stack {
  name: string;
  bus: string;
  machines: readonly StateMachine[];
  /** URLs. */
  queues: readonly string[];
}

export interface Offboardings {
  read(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): Promise<Offboarding>;
  /** Of an offboarding or a single disassociation; undefined where nothing was carried out, or not yet. */
  evidence(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): Promise<Evidence | undefined>;
  /** Approves or denies a plan with the identity of the console's credentials. */
  answer(arn: string, decision: 'approve' | 'deny', reason: string): Promise<void>;
  /** Starts a plan of what a cleanup policy would match; it changes nothing. @returns the ARN of its execution. */
  match(policy: unknown): Promise<string>;
}

export interface AwsGateway {
  offboardings: Offboardings;
  resendDeadLetters(): Promise<ResendResult>;
  clients: Clients;
  stack(): Promise<Stack>;
  region: string;
  /** The endpoint is the local runtime. */
  local: boolean;
}
