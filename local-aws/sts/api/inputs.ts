import type * as sdk from '@aws-sdk/client-sts';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { type Inputs, integer, required, text } from '../../wire/input/shape.ts';

const ARN_TYPE = text({
  length: [20, 2048],
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
});
const ROLE_SESSION_NAME_TYPE = text({ length: [2, 64], pattern: '[\\w+=,.@-]*' });
const EXTERNAL_ID_TYPE = text({ length: [2, 1224], pattern: '[\\w+=,.@:\\/-]*' });

export const INPUTS = {
  GetCallerIdentity: {},
  AssumeRole: {
    RoleArn: required(ARN_TYPE),
    RoleSessionName: required(ROLE_SESSION_NAME_TYPE),
    DurationSeconds: integer(900, 43_200),
    ExternalId: EXTERNAL_ID_TYPE,
    Policy: text({ length: [1, Number.POSITIVE_INFINITY], pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' }),
    SourceIdentity: text({ length: [2, 64], pattern: '[\\w+=,.@-]*' }),
  },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
