/**
 * A proof of identity for the attest function: a GetCallerIdentity that is signed and not sent. Whoever is handed its headers can have STS say
 * whose they are, for as long as STS takes the signature (some minutes), and can do nothing else with them.
 */

import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { STATEMENT_HEADER } from '../../offboardings/statement.ts';

/** Thrown in the place of sending. */
class Signed extends Error {
  readonly headers: Record<string, string>;

  constructor(headers: Record<string, string>) {
    super('signed');
    this.headers = headers;
  }
}

/** @param bound what the signature is bound to: `statementHeader` of offboardings/statement.ts. */
export async function proofOfIdentity(config: STSClientConfig, bound: string): Promise<Record<string, string>> {
  const sts = new STSClient({ ...config, maxAttempts: 1 });
  sts.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers[STATEMENT_HEADER] = bound;
      return next(args);
    },
    { step: 'build', name: 'bindStatement' },
  );
  sts.middlewareStack.add(
    () => (args) => {
      throw new Signed((args.request as { headers: Record<string, string> }).headers);
    },
    { step: 'finalizeRequest', name: 'keepSignature', priority: 'low' },
  );
  try {
    await sts.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    if (error instanceof Signed) return error.headers;
    throw error;
  } finally {
    sts.destroy();
  }
  throw new Error('the request was sent, and not only signed');
}
