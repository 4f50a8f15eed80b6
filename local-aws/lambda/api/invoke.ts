import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import type { EventQueue } from '../execution/event-queue.ts';
import { LARGEST_EVENT, LARGEST_PAYLOAD, requestTooLarge } from '../execution/failures.ts';
import { tail } from '../execution/logs.ts';
import type { Invocation, Runner } from '../execution/runner.ts';
import type { INPUTS } from './inputs.ts';
import { NEWEST, on, ROOT, type StackFunctions } from './stack-functions.ts';

type InvokeInput = Checked<InvocationRequest, typeof INPUTS.Invoke>;

interface Parts {
  functions: StackFunctions;
  runner: Runner;
  events: EventQueue;
}

export function invoke({ functions, runner, events }: Parts): Operation<InvokeInput, InvocationResponse> {
  return {
    http: {
      method: 'POST',
      path: `${ROOT}/{FunctionName}/invocations`,
      query: { Qualifier: 'Qualifier' },
      headers: {
        'x-amz-invocation-type': 'InvocationType',
        'x-amz-log-type': 'LogType',
        'x-amz-client-context': 'ClientContext',
      },
      payload: 'Payload',
      outputStatus: 'StatusCode',
      outputHeaders: {
        FunctionError: 'x-amz-function-error',
        LogResult: 'x-amz-log-result',
        ExecutedVersion: 'x-amz-executed-version',
      },
      outputPayload: 'Payload',
    },
    permissions(input, call) {
      // Without the function there is no policy that could deny: AWS services are told that it does not exist (NO_RESOURCE).
      const isMissing = call.identity.servicePrincipal !== undefined && !functions.has(input, call);
      return isMissing ? [] : on('lambda:InvokeFunction')(input, call);
    },
    resourcePolicy: (input, call) => functions.policyOf(input, call),
    async run(input, call) {
      const definition = functions.find(input, call);
      const { InvocationType = 'RequestResponse', LogType } = input;
      if (InvocationType === 'DryRun') return { StatusCode: 204 };
      const invocation = readInvocation(input, call);
      if (InvocationType === 'Event') {
        events.accept(definition, invocation);
        return { StatusCode: 202 };
      }
      const { payload, functionError, log: lines } = await runner.run(definition, invocation);
      return {
        StatusCode: 200,
        ExecutedVersion: NEWEST,
        Payload: Buffer.from(payload) as InvocationResponse['Payload'],
        ...(functionError === undefined ? {} : { FunctionError: functionError }),
        ...(LogType === 'Tail' ? { LogResult: tail(lines) } : {}),
      };
    },
  };
}

/** @throws AwsError where the payload is no JSON, or too large. */
function readInvocation({ Payload, ClientContext, InvocationType }: InvocationRequest, call: Call): Invocation {
  const payload = Payload === undefined || Payload.length === 0 ? '{}' : Buffer.from(Payload).toString('utf8');
  const most = InvocationType === 'Event' ? LARGEST_EVENT : LARGEST_PAYLOAD;
  if (Buffer.byteLength(payload) > most) throw requestTooLarge(most);
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { fields: { Type: 'User' } },
    );
  }
  return {
    requestId: call.requestId,
    payload,
    advancesClock: call.identity.advancesClock === true,
    ...(ClientContext === undefined ? {} : { clientContext: Buffer.from(ClientContext, 'base64').toString('utf8') }),
  };
}
