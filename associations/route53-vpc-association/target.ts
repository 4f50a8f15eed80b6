/** A VPC of a private hosted zone: the request of DisassociateVPCFromHostedZone. */

import * as v from 'valibot';
import { personalData } from '../common/personal-data.ts';
import { type TargetContract, text } from '../common/target.ts';

/** It stands in CloudTrail's logs and in our events. */
const comment = v.pipe(
  v.string('must be a comment'),
  v.maxLength(256, 'must have at most 256 characters'),
  v.check(
    (given) => personalData(given) === undefined,
    ({ input }) => `must be without personal data: it holds what looks like ${personalData(input)}`,
  ),
);

const schema = v.pipe(
  v.strictObject({
    hostedZoneId: text(/^Z[A-Z0-9]{1,31}$/, "a hosted zone's id without /hostedzone/: Z0123456789EXAMPLE"),
    vpcId: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC's id: vpc-0123456789abcdef0"),
    vpcRegion: text(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, 'a Region such as eu-west-1'),
    comment: v.optional(comment),
  }),
  v.readonly(),
);

export type VpcAssociation = v.InferOutput<typeof schema>;

export const target: TargetContract<VpcAssociation> = {
  title: 'a VPC of a private hosted zone of Route 53',
  schema,
  example: { hostedZoneId: 'Z0123456789EXAMPLE', vpcId: 'vpc-0aaaabbbbccccdddd', vpcRegion: 'us-east-1' },
  fields: {
    hostedZoneId: 'the private hosted zone, by its bare id',
    vpcId: 'the VPC',
    vpcRegion: "the VPC's Region",
    comment: 'what Route 53 keeps with the change, at most 256 characters; no personal data',
  },
  label: ({ hostedZoneId, vpcId }) => `${hostedZoneId}/${vpcId}`,
};
