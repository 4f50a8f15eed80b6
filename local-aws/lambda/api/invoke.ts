import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Operation } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import type { EventQueue } from '../execution/event-queue.ts';
import { tail } from '../execution/logs.ts';
import type { Runner } from '../execution/runner.ts';
import type { INPUTS } from './inputs.ts';
import { readInvocation } from './invocation.ts';
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
