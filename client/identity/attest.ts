import { InvokeCommand, type LambdaClient, LambdaServiceException } from '@aws-sdk/client-lambda';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { RequestMetadata } from '../../events/metadata.ts';
import type { Statement } from '../../events/statement.ts';
import { type Bound, requestHash, statementHeader } from '../../offboardings/statement.ts';
import { ClientError } from '../errors.ts';
import { parseObject } from '../json.ts';
import { qualifiedName } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';
import { proofOfIdentity } from './proof.ts';

/** Whose credentials sign, and who is asked. */
export interface Attestation {
  lambda: LambdaClient;
  clientConfig: STSClientConfig;
}

/** @throws ClientError NOT_PERMITTED where STS does not accept the credentials, or they may not invoke the function. */
export async function attest(client: StackClient, purpose: Bound['purpose'], hash: string): Promise<Statement> {
  const stack = await client.stack();
  const clients = { lambda: await client.aws.lambda(), clientConfig: client.connection.clientConfig };
  try {
    return await statementFor(clients, { purpose, hash, stack: qualifiedName(stack) });
  } catch (error) {
    if (!isDenied(error)) throw error;
    throw new ClientError(
      'NOT_PERMITTED',
      error.message,
      `${stack.name}-attest says who you are: you need lambda:InvokeFunction`,
    );
  }
}

export async function statementFor({ lambda, clientConfig }: Attestation, bound: Bound): Promise<Statement> {
  const { purpose, hash: requestHash, stack } = bound;
  const proof = await proofOfIdentity(clientConfig, statementHeader(bound));
  const FunctionName = `${stack.slice(stack.lastIndexOf('/') + 1)}-attest`;
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ purpose, requestHash, proof }) }),
  );
  const output = parseObject(Buffer.from(Payload ?? []).toString()) ?? {};
  if (FunctionError === undefined) return output as Statement;
  throw new ClientError('NOT_PERMITTED', `your identity was not attested: ${String(output.errorMessage)}`);
}

/**
 * The request with a statement of the caller's identity, whoever else it names. Without the permission to ask for one it is sent
 * as a claim.
 */
export async function withStatement<Detail extends { metadata: RequestMetadata; data: unknown }>(
  client: StackClient,
  detail: Detail,
): Promise<Detail> {
  try {
    const statement = await attest(client, 'request', requestHash(detail));
    return { ...detail, metadata: { ...detail.metadata, statement } };
  } catch (error) {
    if (error instanceof ClientError && error.code === 'NOT_PERMITTED') return detail;
    throw error;
  }
}

/** Lambda's answers to callers without the permission, and of a stack without the function. */
const REFUSED = ['AccessDeniedException', 'ResourceNotFoundException'];

function isDenied(error: unknown): error is LambdaServiceException {
  return error instanceof LambdaServiceException && REFUSED.includes(error.name);
}
