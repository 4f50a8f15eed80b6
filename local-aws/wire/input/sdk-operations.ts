import type { CommandIO } from '@smithy/types';
import type { Operation } from '../../core/aws.ts';
import type { Checked, Structure } from './shape.ts';

/**
 * Operations by name, each with the shapes of the SDK's command: `SdkOperations<typeof sdk, typeof INPUTS>` after
 * `import type * as sdk from '@aws-sdk/client-…'`. What their input shapes require is present.
 * An operation that AWS does not have brings its own.
 */
export type SdkOperations<Sdk, Shapes = EveryOperation<Sdk>> = {
  readonly [Name in keyof Shapes & string]?: `${Name}Command` extends keyof Sdk
    ? OperationOf<Sdk[`${Name}Command`], Shapes[Name]>
    : Operation<never>;
};

type EveryOperation<Sdk> = {
  readonly [Command in keyof Sdk as Command extends `${infer Name}Command` ? Name : never]: Record<never, never>;
};

type OperationOf<Command, Shape> = Command extends new (
  ...args: never
) => CommandIO<infer Input, infer Output>
  ? Operation<Shape extends Structure ? Checked<Input, Shape> : never, Omit<Output, '$metadata'>>
  : never;
