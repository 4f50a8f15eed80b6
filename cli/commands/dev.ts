import type { ClockMode, FaultSpec } from '@offboard/local-aws';
import { Option } from 'commander';
import { LOCAL_PORT } from '../../client/connection.ts';
import type { Console } from '../../console/server/index.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { createContext } from '../common/context.ts';
import { EXIT, usage } from '../common/exit.ts';
import { exampleRequest } from '../common/fields.ts';
import { createDirectory, readJsonFile } from '../common/files.ts';
import type { LocalStack, LocalStackOptions } from '../common/local-stack.ts';
import { packagedStack } from '../common/packaged.ts';
import { printError } from '../common/print-error.ts';
import { parameterOption } from '../common/stage-parameters.ts';

/** What only the caller's own account has. */
const OF_AWS = ['--region', '--profile', '--param', '--allow-changes'];

export const dev: Command = {
  syntax: 'dev',
  summary: 'run the stack on this machine: rules, machines, functions and simulated services',
  options: (command) =>
    parameterOption(command, 'with --services aws: a stage parameter; may be repeated')
      .addOption(
        new Option('--services <whose>', 'whose services hold the associations: simulated, or of your own account')
          .choices(['simulated', 'aws'])
          .default('simulated'),
      )
      .option('--region <region>', 'with --services aws: AWS Region (default: AWS_REGION)')
      .option('--profile <name>', 'with --services aws: profile of the AWS configuration')
      .option('--allow-changes', 'with --services aws: change associations in that account')
      .option('--port <n>', 'listen here; 0 takes a free port', String(LOCAL_PORT))
      .option('--clock <mode>', 'real, x60 (sixty times as fast) or jump (to the next timer)', 'real')
      .option('--start <time>', 'where the clock begins, ISO 8601 (default: now)')
      .option('--seed <n>', 'seed of all that is random: the same seed, the same run', '1')
      .option('--size <n>', 'a generated cloud of so many associations')
      .option('--data <dir>', 'store everything in this directory, and go on from it')
      .option('--iam <mode>', 'enforce, or report: allow and list missing permissions', 'enforce')
      .option('--faults <file>', 'faults to inject from the start, a JSON list')
      .option('--stage <stage>', 'which stack to run: offboard-<stage>', process.env.OFFBOARD_STAGE ?? 'dev'),
  offline: true,
  help: `Examples:
  offboard dev --clock x60 --data .offboard
  offboard dev --services aws --region eu-west-1 --profile audit
Any AWS client works against it by endpoint alone, with any credentials:
  AWS_ENDPOINT_URL=http://127.0.0.1:${LOCAL_PORT} AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws stepfunctions list-state-machines
With --services aws it is your own account, read-only unless changes are allowed, and commands with --here use this process.`,
  async run(context, _args, options, parsed) {
    if (options.services === 'aws') return (await import('../here/dev.ts')).devOnAws(context, options, parsed);
    const given = parsed.options.filter((option) => parsed.getOptionValueSource(option.attributeName()) === 'cli');
    const other = given.find(({ long }) => OF_AWS.includes(long ?? ''));
    if (other !== undefined) throw usage(`${other.long} goes with --services aws only`);
    const runtime = await startLocal(context, options);
    printReady(contextOn(runtime, context), runtime);
    await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
    context.output.note('stopping');
    for (const line of runtime.missingPermissions()) context.output.note(`missing permission: ${line}`);
    await runtime.close();
    return EXIT.done;
  },
};

/** @throws ClientError INVALID for flags that mean nothing. */
export async function startLocal(context: Context, flags: Options): Promise<LocalStack> {
  const options = await runtimeOptions(context, flags);
  // The console speaks to local AWS over the wire, so it is made when a page is first requested.
  let pages: Promise<Console> | undefined;
  const { startLocalStack } = await import('../common/local-stack.ts');
  const runtime = await startLocalStack({
    ...options,
    async fallback(request) {
      pages ??= consoleOn(contextOn(runtime, context));
      return (await pages)(request);
    },
  });
  const { stack } = runtime.info();
  if (flags.stage === undefined || stack === `offboard-${flags.stage}`) return runtime;
  await runtime.close();
  throw usage(
    `the packaged stack is ${stack}`,
    `package the other with: npx serverless package --stage ${flags.stage}`,
  );
}

async function runtimeOptions(context: Context, flags: Options): Promise<LocalStackOptions> {
  const given = (name: string) => flags[name] as string | undefined;
  const clock = given('clock') ?? 'real';
  if (!/^(real|jump|x\d+(\.\d+)?)$/.test(clock)) throw usage(`--clock must be real, jump or xN, not '${clock}'`);
  const iam = given('iam') ?? 'enforce';
  if (iam !== 'enforce' && iam !== 'report') throw usage(`--iam must be enforce or report, not '${iam}'`);
  return {
    packaged: await packagedStack(context),
    port: whole('--port', given('port') ?? '0', 65_535),
    clock: clock as ClockMode,
    ...(given('start') === undefined ? {} : { start: moment('--start', given('start') as string) }),
    seed: whole('--seed', given('seed') ?? '1', Number.MAX_SAFE_INTEGER),
    iam,
    ...(given('size') === undefined ? {} : { size: whole('--size', given('size') as string, 1_000_000) }),
    ...(given('data') === undefined ? {} : { data: folderOf(given('data') as string) }),
    // At once, as if killed: what is in memory is ahead of what could be stored.
    onStoreFailure: (failure) => process.exit(printError(context, failure)),
    ...(given('faults') === undefined ? {} : { faults: await faultsIn(given('faults') as string) }),
    log: (text) => text.split('\n').forEach(context.output.note),
  };
}

function folderOf(data: string): string {
  createDirectory(data);
  return data;
}

/** @throws ClientError INVALID that names the file, before anything is started. */
async function faultsIn(file: string): Promise<FaultSpec[]> {
  const faults = readJsonFile(file);
  if (!Array.isArray(faults))
    throw usage(`${file} must be a list`, 'for example: [{ "kind": "throttle", "rate": 0.2 }]');
  const { checkFault } = await import('@offboard/local-aws');
  try {
    return faults.map(checkFault);
  } catch (error) {
    throw usage(`${file}: ${(error as Error).message}`);
  }
}

/** A context for a local AWS that was started here, whatever stack the environment names. */
export function contextOn(runtime: LocalStack, { output, signal }: Context): Context {
  const { endpoint, region, stack } = runtime.info();
  return createContext({ endpoint, region, stage: stack.replace('offboard-', '') }, output, signal);
}

async function consoleOn(context: Context): Promise<Console> {
  const { consoleOf } = await import('../common/console.ts');
  return consoleOf(context.client(), { actions: true });
}

function moment(flag: string, text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw usage(`${flag} must be a time such as 2026-11-23T09:00:00Z, not '${text}'`);
  return time;
}

function whole(flag: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || value > most)
    throw usage(`${flag} must be a whole number from 0 to ${most}, not '${text}'`);
  return value;
}

function printReady({ output, line }: Context, runtime: LocalStack): void {
  const info = runtime.info();
  if (output.structured) {
    output.data(info);
    return;
  }
  output.text(`Offboard runs at ${info.endpoint} (account ${info.account}, ${info.region}, clock ${info.clock})`);
  output.text(`  ${info.machines.length} machines on bus ${info.stack}; the console is at ${info.endpoint}/`);
  output.text('');
  output.text('In another terminal:');
  output.text(
    `  export AWS_ENDPOINT_URL=${info.endpoint} AWS_REGION=${info.region} AWS_DEFAULT_REGION=${info.region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
  );
  output.text(`  npx ${line(`request ${exampleRequest()} --wait`)}`);
  output.text(`  npx ${line('watch')}`);
}
