import { alreadyThere } from './already-there.ts';
import type { ResourceTypes } from './contract.ts';

export const s3Types: ResourceTypes = {
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    ref: ({ name }) => name.toLowerCase(),
    attributes: {
      Arn: ({ partition, name }) => `arn:${partition}:s3:::${name.toLowerCase()}`,
      DomainName: ({ name }) => `${name.toLowerCase()}.s3.amazonaws.com`,
    },
    async deploy({ physicalId: Bucket, properties }, { aws, identity }) {
      const { ObjectLockEnabled, ObjectLockConfiguration, VersioningConfiguration } = properties;
      const call = (operation: string, input: object) => aws.call('s3', operation, { Bucket, ...input }, { identity });
      await alreadyThere(['BucketAlreadyOwnedByYou'], () =>
        call('CreateBucket', { ObjectLockEnabledForBucket: ObjectLockEnabled === true }),
      );
      if (VersioningConfiguration) await call('PutBucketVersioning', { VersioningConfiguration });
      if (ObjectLockConfiguration) await call('PutObjectLockConfiguration', { ObjectLockConfiguration });
    },
  },

  'AWS::S3::BucketPolicy': {
    ref: ({ name }) => name,
    async deploy({ properties }, { aws, identity }) {
      const { Bucket, PolicyDocument } = properties;
      await aws.call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(PolicyDocument) }, { identity });
    },
  },
};
