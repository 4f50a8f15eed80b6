/** The stack as CloudFormation shows it once it runs. */

import type { RunningStack } from '../services/cloudformation.ts';
import type { Stack } from './load.ts';

/** @param created milliseconds since 1970. */
export function runningStack(stack: Stack, created: number): RunningStack {
  const { name, account, region, parameters, outputs, resources } = stack;
  return {
    name,
    account,
    region,
    created,
    parameters,
    outputs: Object.fromEntries(
      outputs.map(({ OutputKey, OutputValue, Description, ExportName }) => [
        OutputKey,
        {
          value: OutputValue,
          ...(ExportName === undefined ? {} : { exportName: ExportName }),
          ...(Description === undefined ? {} : { description: Description }),
        },
      ]),
    ),
    resources,
  };
}
