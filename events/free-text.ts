/** Texts that people write into events. They end in evidence, which is kept under lock for years and cannot be corrected. */

import * as v from 'valibot';
import { personalData } from '../associations/common/personal-data.ts';

const REFUSED = 'must be without personal data, because it is kept for years';

/** Why something is done. */
export const reasonSchema = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check((reason) => personalData(reason) === undefined, REFUSED),
);

/** One that cannot be left out. */
export const givenReasonSchema = v.pipe(reasonSchema, v.minLength(1, 'must not be empty'));

/** An identity of AWS may end in an e-mail address, as a session of IAM Identity Center does; CloudTrail keeps it as well. */
const IDENTITY_ARN = /^arn:[\w-]+:(?:iam|sts)::\d{12}:[\w-]+\/[\w+=,.@/-]+$/;

/** Who asks: a user name, an ARN, the name of a system or a ticket. */
export const requesterSchema = v.pipe(
  v.string(),
  v.maxLength(256),
  v.check(
    (requester) => IDENTITY_ARN.test(requester) || personalData(requester) === undefined,
    `${REFUSED}: a user name, an ARN or the name of a system`,
  ),
);
