import type { CreateAliasRequest } from '@aws-sdk/client-kms';
import { AwsError } from '../../core/aws.ts';
import { KEY_ID } from '../../core/key-id.ts';
import { uuidOf } from '../../core/uuid.ts';
import { alreadyThere } from './already-there.ts';
import { type Named, type ResourceTypes, regionalArn } from './contract.ts';

export const kmsTypes: ResourceTypes = {
  'AWS::KMS::Key': {
    ref: keyId,
    attributes: {
      Arn: (key) => regionalArn('kms', key, `key/${keyId(key)}`),
      KeyId: keyId,
    },
    async deploy({ properties, physicalId: KeyId }, { aws, identity }) {
      const { KeyPolicy, KeySpec, KeyUsage, Description } = properties;
      const call = (operation: string, input: object) => aws.call('kms', operation, input, { identity });
      const Policy = KeyPolicy === undefined ? undefined : JSON.stringify(KeyPolicy);
      const exists = await call('DescribeKey', { KeyId }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AwsError && error.code === 'NotFoundException') return false;
          throw error;
        },
      );
      if (!exists) await call('CreateKey', { [KEY_ID]: KeyId, Policy, KeySpec, KeyUsage, Description });
      else if (Policy !== undefined) await call('PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
    },
  },

  'AWS::KMS::Alias': {
    nameProperty: 'AliasName',
    ref: ({ name }) => name,
    async deploy({ properties }, { aws, identity }) {
      const { AliasName, TargetKeyId } = properties as unknown as CreateAliasRequest;
      const call = (operation: string) => aws.call('kms', operation, { AliasName, TargetKeyId }, { identity });
      if (await alreadyThere(['AlreadyExistsException'], () => call('CreateAlias'))) await call('UpdateAlias');
    },
  },
};

function keyId({ name, account, region }: Named): string {
  return uuidOf(name, account, region);
}
