/** Options that many commands have: where the stack is, and how results are printed. */

import { type Command as Commander, Option } from 'commander';
import type { Command } from './command.ts';
import { createOutput, OUTPUT_FORMATS, type Output, serializerOf } from './output.ts';
import { type Select, selectorOf } from './query.ts';

/** By the options of a command that was parsed. */
export async function outputOf(command: Commander): Promise<Output> {
  const { json, output: format, query, quiet, wide } = command.opts();
  const select = await selectOf(command, query);
  return createOutput({
    // A part of a result has no table.
    serialize: await serializerOf(json || (select && format === 'table') ? 'json' : format),
    select,
    quiet,
    wide,
  });
}

async function selectOf(sub: Commander, query: string | undefined): Promise<Select | undefined> {
  try {
    return query === undefined ? undefined : await selectorOf(query);
  } catch (error) {
    return sub.error(`error: ${(error as Error).message}`);
  }
}

export function outputOptions(command: Commander): Commander {
  return command
    .addOption(new Option('-o, --output <format>', 'how results are printed').choices(OUTPUT_FORMATS).default('table'))
    .option('--json', 'short for --output json')
    .option('--query <expression>', 'print this part of the result, a JMESPath expression, as JSON unless -o says yaml')
    .option('-q, --quiet', 'print results and errors only')
    .option('--wide', 'every column of a table, whole, however long its lines become');
}

export function hereOptions(sub: Commander, mode: NonNullable<Command['here']>): void {
  sub.option('--here', 'use your own AWS account with nothing deployed');
  if (mode === 'changes') sub.option('--allow-changes', 'with --here: change associations in that account');
}

export function connectionOptions(command: Commander): void {
  command
    .option('--local', 'use local AWS (offboard dev)')
    .option('--endpoint <url>', 'use this endpoint instead of AWS')
    .option('--region <region>', 'AWS Region (default: AWS_REGION)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--stage <stage>', 'which stack: offboard-<stage>', process.env.OFFBOARD_STAGE ?? 'dev');
}
