/**
 * A consumer of a Redshift datashare: the whole account, a Region of it, or one namespace. That it is exactly one of
 * the three is how Terraform's provider calls it too; the API's model does not say so.
 */

import * as v from 'valibot';
import type { TargetContract } from './contract.ts';

const schema = v.pipe(
  v.strictObject({
    dataShareArn: v.pipe(
      v.string(),
      v.regex(
        /^arn:aws(-[a-z]+)*:redshift:[a-z0-9-]+:\d{12}:datashare:[0-9a-f-]{36}\/[^\s/]{1,127}$/,
        'Expected arn:aws:redshift:<region>:<producer account>:datashare:<producer namespace>/<name>',
      ),
    ),
    disassociateEntireAccount: v.optional(v.literal(true, 'Expected true, or leave it out')),
    consumerArn: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^arn:aws(-[a-z]+)*:redshift(-serverless)?:[a-z0-9-]+:\d{12}:namespace[:/][0-9a-f-]{36}$/,
          'Expected the ARN of the consumer namespace',
        ),
      ),
    ),
    consumerRegion: v.optional(
      v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[a-z]+)+-\d{1,2}$/, 'Expected a Region such as eu-west-1')),
    ),
  }),
  v.check(
    ({ disassociateEntireAccount, consumerArn, consumerRegion }) =>
      [disassociateEntireAccount, consumerArn, consumerRegion].filter((form) => form !== undefined).length === 1,
    'Expected exactly one of disassociateEntireAccount: true, consumerArn, consumerRegion',
  ),
);

export type RedshiftDatashareConsumer = v.InferOutput<typeof schema>;

export const redshiftDatashareConsumer: TargetContract<RedshiftDatashareConsumer> = {
  kind: 'redshift-datashare-consumer',
  title: "a Redshift datashare's consumer",
  schema,
  example: {
    dataShareArn: 'arn:aws:redshift:us-east-1:444455556666:datashare:0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/sales',
    consumerArn: 'arn:aws:redshift:us-east-1:111122223333:namespace:1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809',
  },
  fields: {
    dataShareArn: 'the datashare, with the producer’s account and namespace in its ARN',
    disassociateEntireAccount: 'true: the account’s association (or one of the next two)',
    consumerArn: 'one consumer namespace',
    consumerRegion: 'all present and future namespaces of a Region',
  },
  label: ({ dataShareArn, consumerArn, consumerRegion }) =>
    `${dataShareArn.slice(dataShareArn.lastIndexOf('/') + 1)}/${consumerArn?.split(/[:/]/).at(-1) ?? consumerRegion ?? 'account'}`,
};
