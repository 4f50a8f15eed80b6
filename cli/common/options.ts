/** Options that many commands have: where the stack is, and how results are printed. */

import { type Command as Commander, Option } from 'commander';
import { type Configuration, OUTPUT_FORMATS } from '../../client/configuration-schema.ts';
import type { Command } from './command.ts';
import { createOutput, type Output, serializerOf } from './output.ts';
import { selectorOf } from './query.ts';
import { parameterOption } from './stage-parameters.ts';

/** By the options of a command that was parsed. @throws ClientError INVALID */
export async function outputOf(
  { json, output: given, query, quiet = false, wide = false }: OutputFlags,
  configuration: Configuration,
): Promise<Output> {
  const format = given ?? configuration.output ?? 'table';
  const select = query === undefined ? undefined : await selectorOf(query);
  return createOutput({
    // A part of a result has no table.
    serialize: await serializerOf(json || (select && format === 'table') ? 'json' : format),
    select,
    quiet,
    wide,
  });
}

interface OutputFlags {
  json?: boolean;
  output?: (typeof OUTPUT_FORMATS)[number];
  query?: string;
  quiet?: boolean;
  wide?: boolean;
}

export function outputOptions(command: Commander): Commander {
  return command
    .addOption(new Option('-o, --output <format>', 'how results are printed (default: table)').choices(OUTPUT_FORMATS))
    .option('--json', 'short for --output json')
    .option('--query <expression>', 'print this part of the result, a JMESPath expression, as JSON unless -o says yaml')
    .option('-q, --quiet', 'print results and errors only')
    .option('--wide', 'every column of a table, whole, however long its lines become');
}

export function hereOptions(sub: Commander, mode: NonNullable<Command['here']>): void {
  sub.option('--here', 'use your own AWS account with nothing deployed');
  parameterOption(sub, 'with --here: a stage parameter, as of offboard deploy; may be repeated');
  if (mode === 'changes') sub.option('--allow-changes', 'with --here: change associations in that account');
}

export function connectionOptions(command: Commander): void {
  command
    .option('--local', 'use local AWS (offboard dev)')
    .option('--endpoint <url>', 'use this endpoint instead of AWS')
    .option('--region <region>', 'AWS Region (default: AWS_REGION)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--stage <stage>', 'which stack: offboard-<stage> (default: OFFBOARD_STAGE, or dev)');
}
