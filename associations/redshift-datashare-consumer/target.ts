/** A consumer of a Redshift datashare: the request of DisassociateDataShareConsumer. */

import * as v from 'valibot';
import { type TargetContract, text } from '../common/target.ts';

const FORMS = ['disassociateEntireAccount', 'consumerArn', 'consumerRegion'] as const;

const schema = v.pipe(
  v.strictObject({
    dataShareArn: text(
      /^arn:aws(-[a-z]+)*:redshift:[a-z0-9-]+:\d{12}:datashare:[0-9a-f-]{36}\/\S+$/,
      'the ARN of a datashare: arn:aws:redshift:REGION:PRODUCER:datashare:NAMESPACE/NAME',
    ),
    disassociateEntireAccount: v.optional(v.literal(true, 'must be true')),
    consumerArn: v.optional(
      text(
        /^arn:aws(-[a-z]+)*:redshift(-serverless)?:[a-z0-9-]+:\d{12}:namespace[:/][0-9a-f-]{36}$/,
        'the ARN of a namespace: arn:aws:redshift:REGION:ACCOUNT:namespace:ID',
      ),
    ),
    consumerRegion: v.optional(text(/^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/, 'a Region such as eu-west-1')),
  }),
  // The API's model does not say so; Terraform refuses anything else, and two forms at once would mean two things.
  v.check(
    (target) => FORMS.filter((form) => target[form] !== undefined).length === 1,
    `must have exactly one of ${FORMS.join(', ')}`,
  ),
  v.readonly(),
);

export type DataShareConsumer = v.InferOutput<typeof schema>;

export const target: TargetContract<DataShareConsumer> = {
  title: 'a consumer of a Redshift datashare',
  schema,
  example: {
    dataShareArn: 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales',
    consumerArn: 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
  },
  fields: {
    dataShareArn: 'the datashare; its ARN carries the account and Region of its producer',
    disassociateEntireAccount: 'true: the association of the whole account that is acted in',
    consumerArn: 'or: the association of this namespace',
    consumerRegion: 'or: the association of all namespaces in this Region, those of the future too',
  },
  label: ({ dataShareArn, consumerArn, consumerRegion }) =>
    `${shareOf(dataShareArn)}/${consumerArn?.split(/[:/]/).at(-1) ?? consumerRegion ?? 'account'}`,
  /** Every namespace of the account or of the Region loses the share. */
  covers: ({ dataShareArn, consumerArn }) => (consumerArn === undefined ? `${shareOf(dataShareArn)}/**` : undefined),
};

function shareOf(dataShareArn: string): string {
  return dataShareArn.split('/').slice(1).join('/');
}
