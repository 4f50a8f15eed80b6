import type * as sdk from '@aws-sdk/client-kms';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { blob, type Inputs, integer, oneOf, required, text } from '../../wire/input/shape.ts';

const POLICY_TYPE = text({ length: [1, 131_072], pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' });
const KEY_ID_TYPE = text({ length: [1, 2048] });
const LIMIT_TYPE = integer(1, 1000);
const MARKER_TYPE = text({ length: [1, 1024], pattern: '[\\u0020-\\u00FF]*' });
const POLICY_NAME_TYPE = text({ length: [1, 128], pattern: '[\\w]+' });
const ALIAS_NAME_TYPE = text({ length: [1, 256], pattern: '^[a-zA-Z0-9:/_-]+$' });
const PLAINTEXT_TYPE = blob({ length: [1, 4096], sensitive: true });
const MESSAGE_TYPE = oneOf('RAW', 'DIGEST', 'EXTERNAL_MU');
const SIGNING_ALGORITHM_SPEC = oneOf(
  'RSASSA_PSS_SHA_256',
  'RSASSA_PSS_SHA_384',
  'RSASSA_PSS_SHA_512',
  'RSASSA_PKCS1_V1_5_SHA_256',
  'RSASSA_PKCS1_V1_5_SHA_384',
  'RSASSA_PKCS1_V1_5_SHA_512',
  'ECDSA_SHA_256',
  'ECDSA_SHA_384',
  'ECDSA_SHA_512',
  'SM2DSA',
  'ML_DSA_SHAKE_256',
  'ED25519_SHA_512',
  'ED25519_PH_SHA_512',
);

export const INPUTS = {
  CreateKey: {
    Policy: POLICY_TYPE,
    Description: text({ length: [0, 8192] }),
    KeyUsage: oneOf('SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'),
    KeySpec: oneOf(
      'RSA_2048',
      'RSA_3072',
      'RSA_4096',
      'ECC_NIST_P256',
      'ECC_NIST_P384',
      'ECC_NIST_P521',
      'ECC_SECG_P256K1',
      'SYMMETRIC_DEFAULT',
      'HMAC_224',
      'HMAC_256',
      'HMAC_384',
      'HMAC_512',
      'SM2',
      'ML_DSA_44',
      'ML_DSA_65',
      'ML_DSA_87',
      'ECC_NIST_EDWARDS25519',
    ),
  },
  DescribeKey: { KeyId: required(KEY_ID_TYPE) },
  ListKeys: { Limit: LIMIT_TYPE, Marker: MARKER_TYPE },
  EnableKey: { KeyId: required(KEY_ID_TYPE) },
  DisableKey: { KeyId: required(KEY_ID_TYPE) },
  ScheduleKeyDeletion: { KeyId: required(KEY_ID_TYPE), PendingWindowInDays: integer(1, 365) },
  CancelKeyDeletion: { KeyId: required(KEY_ID_TYPE) },
  GetKeyPolicy: { KeyId: required(KEY_ID_TYPE), PolicyName: POLICY_NAME_TYPE },
  PutKeyPolicy: { KeyId: required(KEY_ID_TYPE), PolicyName: POLICY_NAME_TYPE, Policy: required(POLICY_TYPE) },
  CreateAlias: { AliasName: required(ALIAS_NAME_TYPE), TargetKeyId: required(KEY_ID_TYPE) },
  UpdateAlias: { AliasName: required(ALIAS_NAME_TYPE), TargetKeyId: required(KEY_ID_TYPE) },
  DeleteAlias: { AliasName: required(ALIAS_NAME_TYPE) },
  ListAliases: { KeyId: KEY_ID_TYPE, Limit: LIMIT_TYPE, Marker: MARKER_TYPE },
  GetPublicKey: { KeyId: required(KEY_ID_TYPE) },
  Sign: {
    KeyId: required(KEY_ID_TYPE),
    Message: required(PLAINTEXT_TYPE),
    MessageType: MESSAGE_TYPE,
    SigningAlgorithm: required(SIGNING_ALGORITHM_SPEC),
  },
  Verify: {
    KeyId: required(KEY_ID_TYPE),
    Message: required(PLAINTEXT_TYPE),
    MessageType: MESSAGE_TYPE,
    Signature: required(blob({ length: [1, 6144] })),
    SigningAlgorithm: required(SIGNING_ALGORITHM_SPEC),
  },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
