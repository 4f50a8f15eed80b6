import type { PolicyDocument } from '../../iam/index.ts';

export interface FunctionDefinition {
  name: string;
  arn: string;
  description?: string;
  /** `nodejs24.x` */
  runtime: string;
  /** `index.handler`: file without its extension, and the export. */
  handler: string;
  roleArn: string;
  /** Path of the packaged code. */
  zip: string;
  environment: Readonly<Record<string, string>>;
  /** Seconds of real time. */
  timeout: number;
  /** MB */
  memorySize: number;
  architecture: 'x86_64' | 'arm64';
  /** Of the account's concurrency, kept for this function and its upper bound. */
  reservedConcurrency?: number;
  /** Its invocations are traced by X-Ray. */
  traced: boolean;
  logFormat: 'Text' | 'JSON';
  logGroup: string;
  deadLetterArn?: string;
  asynchronous: AsynchronousConfig;
  /** Who else may invoke it: its AWS::Lambda::Permission resources. */
  policy?: PolicyDocument;
}

/** Retries and destinations of event invocations (AWS::Lambda::EventInvokeConfig). */
export interface AsynchronousConfig {
  /** 0 to 2 */
  maximumRetryAttempts: number;
  /** Seconds, 60 to 21,600. */
  maximumEventAge: number;
  /** ARNs */
  onSuccess?: string;
  onFailure?: string;
}

/** Lambda's defaults. */
export const DEFAULTS = {
  timeout: 3,
  memorySize: 128,
  maximumRetryAttempts: 2,
  maximumEventAge: 21_600,
} as const;
