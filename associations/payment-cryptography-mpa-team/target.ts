/** The team that must approve an action of Payment Cryptography: the request of DisassociateMpaTeam. */

import * as v from 'valibot';
import { personalData } from '../common/personal-data.ts';
import type { TargetContract } from '../common/target.ts';

/**
 * The comment goes to every approver by mail and, says AWS, may stand in clear text in CloudTrail logs; it is also part
 * of our events. What looks like personal data is rejected before it gets there.
 */
const requesterComment = v.pipe(
  v.string('must be a comment'),
  v.maxLength(200, 'must have at most 200 characters'),
  v.check(
    (comment) => personalData(comment) === undefined,
    ({ input }) =>
      `must be without personal data, because it may appear in clear text in CloudTrail logs and mails: it holds what looks like ${personalData(input)}`,
  ),
);

const schema = v.pipe(
  v.strictObject({
    action: v.picklist(['IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'], 'must be IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'),
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
