import type { InvocationRequest } from '@aws-sdk/client-lambda';
import { AwsError, type Call } from '../../core/aws.ts';
import { LARGEST_EVENT, LARGEST_PAYLOAD, requestTooLarge } from '../execution/failures.ts';
import type { Invocation } from '../execution/runner.ts';

/** @throws AwsError where the payload is no JSON, or too large. */
export function readInvocation({ Payload, ClientContext, InvocationType }: InvocationRequest, call: Call): Invocation {
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
