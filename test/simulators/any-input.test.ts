import { AwsError } from '@offboard/local-aws/service';
import { listAssociations } from '@offboard/local-aws/simulation';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { simulation } from './aws.ts';

const aws = simulation();
const operations = [...aws.dispatcher.services()]
  .flatMap((service) =>
    Object.entries(service.operations).map(([operation, { permissions }]) => ({
      service: service.name,
      operation,
      permissions,
    })),
  )
  // A long poll waits, which is its point.
  .filter(({ operation }) => operation !== 'ReceiveMessage');

const MEMBERS = [
  ...['DomainName', 'PackageID', 'PackageList', 'Filters', 'MaxResults', 'NextToken', 'EngineType', 'domain'],
  ...['domainOwner', 'repository', 'externalConnection', 'maxResults', 'nextToken', 'DataShareArn', 'ConsumerArn'],
  ...['ConsumerRegion', 'DisassociateEntireAccount', 'MaxRecords', 'Marker', 'Status', 'Username', 'InstanceId'],
  ...['IdentityProvider', 'InstanceUserArn', 'Action', 'MpaTeamArn', 'SessionArn', 'ApprovalTeamArn', 'QueueUrl'],
  ...['QueueName', 'Attributes', 'MessageBody', 'MessageAttributes', 'ReceiptHandle', 'AttributeNames', 'RoleArn'],
  ...['RoleSessionName', 'DurationSeconds', 'ExternalId', 'StackName', 'VisibilityTimeout', 'DelaySeconds'],
  ...['MaxNumberOfMessages', 'DelaySeconds', 'WaitTimeSeconds', 'Bucket', 'Key', 'Body', 'Range', 'Metadata'],
  ...['clusterName', 'principalArn', 'policyArn', 'accessScope', 'IdentityStoreId', 'GroupId', 'UserId'],
  ...['MemberId', 'MembershipId', 'AlternateIdentifier', 'InstanceArn', 'PermissionSetArn', 'AccountId'],
  ...['TargetId', 'TargetType', 'PrincipalType', 'PrincipalId', 'Filter', 'AccountAssignmentDeletionRequestId'],
  ...['Prefix', 'Delimiter', 'MaxKeys', 'ContinuationToken', 'VersionId', 'Policy', 'ContentType'],
];
await aws.call('sqs', 'CreateQueue', { QueueName: 'known' });
await aws.call('s3', 'CreateBucket', { Bucket: 'known' });
await aws.call('s3', 'PutObject', { Bucket: 'known', Key: 'known', Body: 'content' });
const QUEUE = `http://127.0.0.1/${HOME.account}/known`;

/** What the seeded cloud and the queue and bucket above are named by. */
const KNOWN = [
  ...[QUEUE, 'known', '', '__proto__', 'toString'],
  ...new Set(listAssociations(aws.cloud).flatMap(({ target }) => textsOf(target))),
];

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const value = fc.oneof(fc.constantFrom(...KNOWN), fc.string(), fc.jsonValue({ maxDepth: 3 }), fc.integer());
const input = fc
  .dictionary(fc.oneof(fc.constantFrom(...MEMBERS), fc.string()), value, { maxKeys: 12 })
  .chain((given) => fc.constantFrom(given, { QueueUrl: QUEUE, Bucket: 'known', Key: 'known', ...given }));

it.each(operations.map(({ service, operation }) => [service, operation] as const))(
  '%s %s answers any input, or refuses it as AWS would',
  async (service, operation) => {
    const identity = { arn: `arn:aws:iam::${HOME.account}:user/fuzz`, account: HOME.account };
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        try {
          await aws.dispatcher.call(service, operation, given, { identity });
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError);
          expect((error as AwsError).status).toBeLessThan(500);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  },
);
