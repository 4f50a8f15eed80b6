/** A customer managed key in the place of AWS's own, where the stage parameter `encryptionKey` says so. */

import { type Functions, joined, type Template } from './template.ts';

/** @throws Error for what is neither. */
export function checkEncryptionKey(value: string): void {
  if (value === 'AWS_OWNED' || value === 'CUSTOMER_MANAGED') return;
  throw new Error(`encryptionKey is AWS_OWNED or CUSTOMER_MANAGED; not '${value}'`);
}

const KEY = { 'Fn::GetAtt': ['EncryptionKey', 'Arn'] };

/** By type of resource: the properties that name the key. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'AWS::S3::Bucket': {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }, BucketKeyEnabled: true },
      ],
    },
  },
  'AWS::DynamoDB::Table': { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } },
  'AWS::SQS::Queue': { SqsManagedSseEnabled: false, KmsMasterKeyId: KEY },
  'AWS::Logs::LogGroup': { KmsKeyId: KEY },
};

/** The stack with the key, and with each resource that it encrypts; unchanged where AWS's keys do. */
export function withEncryption<Stack extends { functions: Functions; resources: Template }>(
  stack: Stack,
  template: Template,
  encryptionKey: string,
): Stack {
  if (encryptionKey === 'AWS_OWNED') return stack;
  const { resources } = stack;
  const encrypted = Object.entries(resources.Resources).map(([id, resource]) => [
    id,
    { ...resource, Properties: { ...resource.Properties, ...PROPERTIES[resource.Type] } },
  ]);
  return { ...stack, resources: joined({ ...resources, Resources: Object.fromEntries(encrypted) }, template) };
}
