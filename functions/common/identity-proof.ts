/**
 * Who signed a GetCallerIdentity: the request that the person's own credentials signed is sent to STS as it is. (No service
 * tells a function who invoked it.)
 */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { STATEMENT_HEADER } from '../../offboardings/statement.ts';

/** The headers of a GetCallerIdentity as the SDK signed it. */
export type Proof = Readonly<Record<string, string>>;

/**
 * @param bound what the signature must cover: `statementHeader` of offboardings/statement.ts.
 * @returns the ARN. @throws Error where the proof is bound to anything else, or STS does not accept it.
 */
export async function signerOf(proof: Proof, bound: string): Promise<string> {
  const headers = Object.fromEntries(Object.entries(proof).map(([name, value]) => [name.toLowerCase(), value]));
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  if (!signed.includes(STATEMENT_HEADER) || headers[STATEMENT_HEADER] !== bound) {
    throw new Error(`the proof of identity was not signed for this: it must sign ${STATEMENT_HEADER}: ${bound}`);
  }
  const { Arn = '' } = await clientSending(headers).send(new GetCallerIdentityCommand({}));
  return Arn;
}

/** An STS client that sends the proof's signature instead of its own. */
function clientSending(headers: Proof): STSClient {
  const sts = new STSClient({ maxAttempts: 1 });
  sts.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      const { host } = request.headers;
      // The signature covers the host: STS rejects one that was signed for another host.
      request.headers = { ...headers, ...(host !== undefined && { host }) };
      return next(args);
    },
    { step: 'finalizeRequest', name: 'sendProof', priority: 'low' },
  );
  return sts;
}
