import type { CreateAliasRequest } from '@aws-sdk/client-kms';
import type { Call, Permission } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import { aliasExists, invalid, invalidMarker, notFound } from '../model/errors.ts';
import type { Alias, Keys } from '../state/keys.ts';
import { aliasArn, arnOf, keyOf } from './addressing.ts';
import type { Operations } from './inputs.ts';

type Aliased = Pick<CreateAliasRequest, 'AliasName' | 'TargetKeyId'>;

export function aliases(keys: Keys) {
  /** Both the alias and its key are asked for, and the alias has no policy. */
  const onBoth = (action: string) => ({
    permissions: ({ AliasName = '', TargetKeyId }: Aliased, call: Call): Permission[] => [
      { action, resource: aliasArn({ ...call, name: AliasName }) },
      { action, resource: arnOf(keyOf(keys, { KeyId: TargetKeyId }, call)) },
    ],
  });
  const known = ({ AliasName: name = '' }: { AliasName: string | undefined }, call: Call): Alias => {
    const alias = keys.alias(call, name);
    if (!alias) throw notFound(`Alias ${aliasArn({ ...call, name })} is not found.`);
    return alias;
  };

  return {
    CreateAlias: {
      ...onBoth('kms:CreateAlias'),
      run({ AliasName: name = '', TargetKeyId }, call) {
        if (!/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(name))
          throw invalid('AliasName must begin with alias/, not alias/aws/');
        const { account, region, id: keyId } = keyOf(keys, { KeyId: TargetKeyId }, call);
        if (keys.alias(call, name)) throw aliasExists(aliasArn({ ...call, name }));
        keys.putAlias({ account, region, name, keyId, created: keys.now });
        return {};
      },
    },
    UpdateAlias: {
      ...onBoth('kms:UpdateAlias'),
      run(input, call) {
        keys.putAlias({ ...known(input, call), keyId: keyOf(keys, { KeyId: input.TargetKeyId }, call).id });
        return {};
      },
    },
    DeleteAlias: {
      permissions: ({ AliasName: name = '' }, call) => [
        { action: 'kms:DeleteAlias', resource: aliasArn({ ...call, name }) },
      ],
      run(input, call) {
        keys.deleteAlias(known(input, call));
        return {};
      },
    },
    ListAliases: {
      permissions: () => [{ action: 'kms:ListAliases', resource: '*' }],
      run({ KeyId, Limit, Marker }, call) {
        const wanted = KeyId === undefined ? undefined : keyOf(keys, { KeyId }, call).id;
        const { rows, token } = page(
          keys.aliases(call).filter(({ keyId }) => wanted === undefined || keyId === wanted),
          {
            max: Limit,
            usual: 50,
            token: Marker,
            keyOf: ({ name }) => name,
            refuse: invalidMarker,
            options: {},
          },
        );
        const Aliases = rows.map((alias) => ({
          AliasName: alias.name,
          AliasArn: aliasArn(alias),
          TargetKeyId: alias.keyId,
          CreationDate: new Date(alias.created),
        }));
        return { Aliases, NextMarker: token, Truncated: token !== undefined };
      },
    },
  } satisfies Operations;
}
