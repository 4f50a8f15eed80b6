/** A Task whose Resource is a function's own ARN: the payload goes in as it is and comes out as it is. */

import { type Json, type JsonObject, parseJson } from '../../language/model/json.ts';
import { type ErrorNames, type Integration, optimisedFailure, type Task, TaskFailure } from './contract.ts';

/** Lambda's Invoke as a service in this process answers it. */
interface InvokeOutput {
  StatusCode?: number;
  FunctionError?: string;
  ExecutedVersion?: string;
  Payload?: string | Uint8Array;
}

const modelled = [
  'EC2AccessDeniedException',
  'EC2ThrottledException',
  'EC2UnexpectedException',
  'ENILimitReachedException',
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'KMSAccessDeniedException',
  'RecursiveInvocationException',
  'RequestTooLargeException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'ResourceNotReadyException',
  'ServiceException',
  'TooManyRequestsException',
  'UnsupportedMediaTypeException',
];

const names: ErrorNames = {
  prefix: 'Lambda',
  service: 'AWSLambda',
  general: 'AWSLambdaException',
  modelled: {
    ...Object.fromEntries(modelled.map((code) => [code, code])),
    InternalServerException: 'ServiceException',
    InternalFailure: 'ServiceException',
  },
};

export function lambdaFunction(functionArn: string): Integration {
  return {
    call: async (task) => payloadOf(await invoke(task, { FunctionName: functionArn, Payload: task.parameters })),
  };
}

/** @throws TaskFailure also where the function itself failed: under its errorType, with its payload as the cause. */
export async function invoke(task: Task, { Payload, ...input }: JsonObject): Promise<InvokeOutput> {
  let output: InvokeOutput;
  try {
    output = await task.aws.call<InvokeOutput>(
      'lambda',
      'Invoke',
      { ...input, Payload: Buffer.from(JSON.stringify(Payload ?? {})) },
      { identity: task.identity },
    );
  } catch (error) {
    throw optimisedFailure(error, names);
  }
  if (output.FunctionError) throw functionFailure(text(output));
  return output;
}

function functionFailure(payload: string): TaskFailure {
  const { errorType } = (JSON.parse(payload || 'null') ?? {}) as { errorType?: unknown };
  if (typeof errorType === 'string') return new TaskFailure(errorType, payload);
  return new TaskFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
}

/** A function that returned nothing, and an Event invocation, answer no payload. */
export function payloadOf(output: InvokeOutput): Json {
  const payload = text(output);
  return payload === '' ? null : parseJson(payload);
}

function text({ Payload = '' }: InvokeOutput): string {
  return typeof Payload === 'string' ? Payload : Buffer.from(Payload).toString('utf8');
}
