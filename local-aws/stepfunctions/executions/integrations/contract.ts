/** What Step Functions can call: the contract between the driver and one integration a file. */

import { type Aws, AwsError, type Identity } from '../../../core/aws.ts';
import { ConnectionCut } from '../../../core/faults.ts';
import type { Json, JsonObject } from '../../language/model/json.ts';

/** One attempt of a Task state, as an integration sees it. */
export interface Task {
  parameters: Json;
  /** The machine's role, or the one in the task's Credentials. */
  identity: Identity;
  aws: Aws;
  execution: { arn: string; machineArn: string };
  /** The same each time this attempt is made again after a restart. */
  attempt: string;
}

export interface Integration {
  /**
   * Makes the call.
   * @returns the task's result; for `.sync` and `.waitForTaskToken` what was submitted.
   * @throws TaskFailure under the name a Retry or Catch matches.
   */
  call(task: Task): Promise<Json>;
  /** Present where there is a `.sync` form: the job behind the submission. */
  job?: Job;
}

interface Job {
  /** The execution that is waited for, from the submission's output. */
  executionArn(submitted: Json): string;
  /** What the task answers when the job has ended. */
  result(task: Task, executionArn: string, form: 'sync' | 'sync:2'): Promise<Json>;
  /** Stops the job of an abandoned task. */
  stop(task: Task, executionArn: string): Promise<void>;
}

/** How a task fails, as a Retry or Catch sees it. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/**
 * The error of an optimised integration, named and worded as the Java SDK 1 does, which Step Functions uses for them:
 * `Lambda.ResourceNotFoundException`, and `Lambda.AWSLambdaException` for what the service's model does not name.
 */
export function optimisedFailure(error: unknown, { prefix, service, general, modelled }: ErrorNames): TaskFailure {
  if (!(error instanceof AwsError) || error instanceof ConnectionCut) return unreachable(prefix, error);
  const name = modelled[error.code] ?? general;
  const details = `Service: ${service}; Status Code: ${error.status}; Error Code: ${error.code}`;
  return new TaskFailure(`${prefix}.${name}`, `${error.message} (${details}; Request ID: ${requestId()}; Proxy: null)`);
}

export interface ErrorNames {
  /** What a Catch sees before the dot: `Lambda`. */
  prefix: string;
  /** What the SDK calls the service: `AWSLambda`. */
  service: string;
  /** The class for codes the service's model does not name. */
  general: string;
  /** Error code on the wire -> class in the SDK. */
  modelled: Readonly<Record<string, string>>;
}

/** No answer, or an incomplete one. */
export function unreachable(prefix: string, error: unknown): TaskFailure {
  return new TaskFailure(
    `${prefix}.SdkClientException`,
    `Unable to execute HTTP request: ${error instanceof Error ? error.message : String(error)}`,
  );
}

export function requestId(): string {
  return crypto.randomUUID();
}

/** The HTTP side of an answer, which the optimised integrations hand on. */
export function sdkMetadata(body: string, contentType: string, now: number): JsonObject {
  const id = requestId();
  const headers = {
    'x-amzn-RequestId': id,
    connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(body)),
    Date: new Date(now).toUTCString(),
    'Content-Type': contentType,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: id },
  };
}
