/** A statement of identity: who STS says a request or an answer is from, signed with the stack's key by the attest function. */

import * as v from 'valibot';
import { timestamp } from './timestamp.ts';

export const statementSchema = v.strictObject({
  version: v.literal('1'),
  purpose: v.picklist(['request', 'approval']),
  identity: v.strictObject({
    /** As STS returned it. */
    arn: v.pipe(v.string(), v.regex(/^arn:[\w-]+:(iam|sts)::\d{12}:\S{1,2000}$/)),
    account: v.pipe(v.string(), v.regex(/^\d{12}$/)),
    /** The same for all sessions of one person. */
    person: v.pipe(v.string(), v.maxLength(2048)),
  }),
  /** SHA-256 of the request's canonical detail without the statement, or of the canonical answer; hexadecimal. */
  requestHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  issuedAt: timestamp,
  expiresAt: timestamp,
  /** Of the key in AWS KMS. */
  keyId: v.pipe(v.string(), v.maxLength(256)),
  /** RSASSA_PKCS1_V1_5_SHA_256 over the canonical statement without this member; base64. */
  signature: v.pipe(v.string(), v.base64(), v.maxLength(1024)),
});

export type Statement = v.InferOutput<typeof statementSchema>;
