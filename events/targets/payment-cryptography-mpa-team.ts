/**
 * The approval team that protects one action of Payment Cryptography. There is no id: the association is that of the
 * account, the Region and the action.
 */

import * as v from 'valibot';
import type { TargetContract } from './contract.ts';
import { personalDataIn } from './personal-data.ts';

const schema = v.strictObject({
  action: v.picklist(['IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE']),
  // The API's page warns that the comment may appear in clear text in CloudTrail.
  requesterComment: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(200, 'Expected at most 200 characters'),
      v.check(
        (comment) => personalDataIn(comment) === undefined,
        ({ input }) => {
          const found = typeof input === 'string' ? personalDataIn(input) : undefined;
          return `Expected no personal data: the comment holds what looks like ${found}, and CloudTrail keeps it in clear text`;
        },
      ),
    ),
  ),
});

export type PaymentCryptographyMpaTeam = v.InferOutput<typeof schema>;

export const paymentCryptographyMpaTeam: TargetContract<PaymentCryptographyMpaTeam> = {
  kind: 'payment-cryptography-mpa-team',
  title: 'a Payment Cryptography multi-party-approval team',
  schema,
  example: { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' },
  fields: {
    action: 'the protected action',
    requesterComment: 'shown to the approvers; at most 200 characters, no personal data',
  },
  label: ({ action }) => action,
};
