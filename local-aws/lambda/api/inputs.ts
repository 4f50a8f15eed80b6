import type * as sdk from '@aws-sdk/client-lambda';
import type { SdkOperations } from '../../wire/input/sdk-operations.ts';
import { blob, type Inputs, integer, oneOf, required, text } from '../../wire/input/shape.ts';

const NAMESPACED_FUNCTION_NAME = text({
  length: [1, 256],
  pattern:
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?',
});
const NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER = text({
  length: [1, 128],
  pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
});
const FUNCTION_NAME = text({
  length: [1, 140],
  pattern:
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
});

export const INPUTS = {
  Invoke: {
    FunctionName: required(NAMESPACED_FUNCTION_NAME),
    InvocationType: oneOf('Event', 'RequestResponse', 'DryRun'),
    LogType: oneOf('None', 'Tail'),
    ClientContext: 'text',
    Payload: blob({ sensitive: true }),
    Qualifier: NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER,
  },
  GetFunction: {
    FunctionName: required(NAMESPACED_FUNCTION_NAME),
    Qualifier: NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER,
  },
  GetFunctionConfiguration: {
    FunctionName: required(NAMESPACED_FUNCTION_NAME),
    Qualifier: NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER,
  },
  ListFunctions: {
    Marker: 'text',
    MaxItems: integer(1, 10_000),
  },
  GetPolicy: {
    FunctionName: required(NAMESPACED_FUNCTION_NAME),
    Qualifier: NUMERIC_LATEST_PUBLISHED_OR_ALIAS_QUALIFIER,
  },
  GetFunctionConcurrency: { FunctionName: required(FUNCTION_NAME) },
} as const satisfies Inputs;

export type Operations = SdkOperations<typeof sdk, typeof INPUTS>;
