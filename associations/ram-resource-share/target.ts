/** What a resource share is associated with: one entity of a DisassociateResourceShare, so that an error has one owner. */

import * as v from 'valibot';
import { type TargetContract, text } from '../common/target.ts';

const PARTITION = 'arn:aws(-[a-z]+)*';

/** "Principals" of DisassociateResourceShare. */
const PRINCIPALS = [
  '\\d{12}',
  `${PARTITION}:organizations::\\d{12}:organization/o-[a-z0-9]{10,32}`,
  `${PARTITION}:organizations::\\d{12}:ou/o-[a-z0-9]{10,32}/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}`,
  `${PARTITION}:iam::\\d{12}:(role|user)/[\\w+=,.@/-]{1,576}`,
  '[a-z0-9-]{1,64}(\\.[a-z0-9-]{1,64}){0,4}\\.amazonaws\\.com(\\.cn)?',
];

const FORMS = ['principal', 'resourceArn'] as const;

const schema = v.pipe(
  v.strictObject({
    resourceShareArn: text(
      new RegExp(`^${PARTITION}:ram:[a-z0-9-]+:\\d{12}:resource-share/[0-9a-f-]{36}$`),
      'the ARN of a resource share: arn:aws:ram:REGION:ACCOUNT:resource-share/ID',
    ),
    principal: v.optional(
      text(
        new RegExp(`^(${PRINCIPALS.join('|')})$`),
        'an account id, a service principal, or the ARN of an organization, OU, role or user',
      ),
    ),
    resourceArn: v.optional(
      text(new RegExp(`^${PARTITION}:[a-z0-9-]+:[a-z0-9-]*:(\\d{12})?:\\S{1,1011}$`), 'the ARN of a shared resource'),
    ),
  }),
  v.check(
    (target) => FORMS.filter((form) => target[form] !== undefined).length === 1,
    `must have exactly one of ${FORMS.join(', ')}`,
  ),
  v.readonly(),
);

export type ShareAssociation = v.InferOutput<typeof schema>;

export const target: TargetContract<ShareAssociation> = {
  title: 'a principal or a resource of a RAM resource share',
  schema,
  example: {
    resourceShareArn: 'arn:aws:ram:us-east-1:111122223333:resource-share/7ab63972-b505-4e2a-8f1d-4c0f5a2b9c31',
    principal: '777788889999',
  },
  fields: {
    resourceShareArn: 'the resource share; its ARN carries the account that owns it, and its Region',
    principal: 'who loses the share, as RAM shows it: an account id, a service principal or an ARN',
    resourceArn: 'or: the resource that every principal of the share loses',
  },
  label: ({ resourceShareArn, principal, resourceArn = '' }) =>
    `${resourceShareArn.split('/').at(-1)}/${(principal ?? resourceArn).split(':').at(-1)?.slice(-80)}`,
};
