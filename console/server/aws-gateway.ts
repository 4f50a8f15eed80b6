/** Where the console reads and acts: AWS's API and nothing else, at whatever endpoint the clients were made for. */

import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DescribeExecutionOutput, HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Evidence, Offboarding, ResendResult } from '../contract.ts';

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
  machines: readonly { arn: string; name: string; role: string }[];
  /** URLs. */
  queues: readonly string[];
}

/** What the command line knows of offboardings, handed in. */
export interface Offboardings {
  read(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): Promise<Offboarding>;
  /** Of an offboarding or of a single disassociation; undefined where nothing was carried out, or not yet. */
  evidence(described: DescribeExecutionOutput, events: readonly HistoryEvent[]): Promise<Evidence | undefined>;
  /** Answers a plan that waits, with the identity of the console's own credentials. */
  answer(arn: string, decision: 'approve' | 'deny', reason: string): Promise<void>;
  /** Plans what a cleanup's policy would match now, and touches nothing. @returns the ARN of the execution that looks. */
  match(policy: unknown): Promise<string>;
}

export interface AwsGateway {
  offboardings: Offboardings;
  /** Puts the events of all dead letters back on the bus, as the command line does. */
  resendLetters(): Promise<ResendResult>;
  clients: Clients;
  stack(): Promise<Stack>;
  region: string;
  /** The endpoint is the local runtime. */
  local: boolean;
}
