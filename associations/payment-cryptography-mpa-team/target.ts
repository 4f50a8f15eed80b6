/** The team that must approve an action of Payment Cryptography: the request of DisassociateMpaTeam. */

import * as v from 'valibot';
import { personalData } from '../personal-data.ts';
import type { TargetContract } from '../target.ts';

/**
 * The comment goes to every approver by mail and, says AWS, may stand in clear text in CloudTrail logs; it is also part
 * of our events. What looks like personal data is refused before it gets there.
 */
const requesterComment = v.pipe(
  v.string('Expected a comment'),
  v.maxLength(200, 'Expected at most 200 characters'),
  v.check(
    (comment) => personalData(comment) === undefined,
    ({ input }) =>
      `Expected a comment without personal data, for it may appear in clear text in CloudTrail logs and mails; this one holds what looks like ${personalData(input)}`,
  ),
);

const schema = v.pipe(
  v.strictObject({
    action: v.picklist(['IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'], 'Expected IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'),
    requesterComment: v.optional(requesterComment),
  }),
  v.readonly(),
);

export type MpaTeam = v.InferOutput<typeof schema>;

export const target: TargetContract<MpaTeam> = {
  title: 'the approval team of a Payment Cryptography action',
  schema,
  example: { action: 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE' },
  fields: {
    action: 'the protected action; one account has one team for it in each Region',
    requesterComment: 'what the approvers read, at most 200 characters; no personal data',
  },
  label: ({ action }) => action,
};
