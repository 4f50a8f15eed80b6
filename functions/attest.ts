/**
 * Attests who requests or answers something: has STS say whose signature a proof carries, and signs a statement of it. People
 * invoke it directly, because the input of an execution, an event and a dead letter are kept, and the proof has credentials in it.
 */

import { KMSClient } from '@aws-sdk/client-kms';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { type Statement, statementSchema } from '../events/statement.ts';
import { trustedAccounts } from '../offboardings/approvers.ts';
import { personOf } from '../offboardings/person.ts';
import { APPROVAL_VALID_MS, REQUEST_VALID_MS, statementHeader } from '../offboardings/statement.ts';
import { signerOf } from './common/identity-proof.ts';
import { parse } from './common/parse.ts';
import { approverSettings, listIn } from './common/settings.ts';
import { signingKeyId } from './common/signing.ts';
import { stackOf } from './common/stack.ts';
import { signStatement } from './common/statements.ts';
import { task } from './common/task.ts';

const kms = new KMSClient({});

const { purpose, requestHash } = statementSchema.entries;

const inputSchema = v.strictObject({ purpose, requestHash, proof: v.record(v.string(), v.string()) });

export type AttestInput = v.InferOutput<typeof inputSchema>;

const VALID_MS = { request: REQUEST_VALID_MS, approval: APPROVAL_VALID_MS };

export const handler = task({
  name: 'attest',
  correlationId: () => undefined,
  logFields: (statement: Statement) => ({ purpose: statement.purpose, requestHash: statement.requestHash }),
  async work(input: AttestInput, context: Context): Promise<Statement> {
    const { purpose, requestHash, proof } = parse(inputSchema, input, 'input');
    const arn = await signerOf(
      proof,
      statementHeader({ purpose, hash: requestHash, stack: stackOf(context, 'attest') }),
    );
    const now = Date.now();
    return signStatement(kms, {
      version: '1',
      purpose,
      identity: {
        arn,
        account: trustedAccountOf(arn, context),
        person: personOf(arn, listIn('PERSONAL_SESSION_ROLES')),
      },
      requestHash,
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + VALID_MS[purpose]).toISOString(),
      keyId: signingKeyId(),
    });
  },
});

/** @throws Error for an account in which the requester may be who they like. */
function trustedAccountOf(arn: string, context: Context): string {
  const account = arn.split(':')[4] ?? '';
  const trusted = trustedAccounts(approverSettings(context));
  if (trusted.includes(account)) return account;
  throw new Error(`${arn} belongs to another account: this stack attests identities of ${trusted.join(', ')}`);
}
