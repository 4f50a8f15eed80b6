/** Who requests something: by a statement of identity where the request has a valid one, otherwise as it claims. */

import type { KMSClient } from '@aws-sdk/client-kms';
import * as v from 'valibot';
import type { Envelope } from '../../events/define.ts';
import { statementSchema } from '../../events/statement.ts';
import { provenRequester, type Requester } from '../../offboardings/requester.ts';
import { requestHash } from '../../offboardings/statement.ts';
import { identify } from './request.ts';
import { isSigned } from './statements.ts';

/**
 * Works for invalid requests too: they are answered as well.
 * @param at when the request was received: its statement must not have expired then. @throws what KMS answers.
 */
export async function requesterOf(kms: KMSClient, envelope: Envelope, at: Date): Promise<Requester> {
  const { requestedBy } = identify(envelope);
  return (await provenIn(kms, envelope.detail, at)) ?? { name: requestedBy ?? 'unknown', proof: 'claimed' };
}

const detailSchema = v.looseObject({
  metadata: v.looseObject({ statement: statementSchema }),
  data: v.unknown(),
});

async function provenIn(kms: KMSClient, detail: unknown, at: Date): Promise<Requester | undefined> {
  const { success, output } = v.safeParse(detailSchema, detail);
  if (!success) return undefined;
  const { statement } = output.metadata;
  const isBound = statement.purpose === 'request' && statement.requestHash === requestHash(output);
  if (!isBound || at > new Date(statement.expiresAt)) return undefined;
  return (await isSigned(kms, statement)) ? provenRequester(statement.identity) : undefined;
}
