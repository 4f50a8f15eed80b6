/** The command line of local AWS: one packaged stack, until Ctrl-C. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ClockMode, checkFault, type FaultSpec, type LocalAwsOptions, startLocalAws } from './index.ts';

const USAGE = `local-aws --template FILE [options]

Runs the EventBridge rules, state machines, functions, queues and buckets of a CloudFormation template on this machine.

  --template FILE      the template in JSON, or a directory that "serverless package" wrote
  --bundles DIR        the functions' zips, each by the last name of its S3 key or as <function name>.zip;
                       the template's directory where absent
  --stack-name NAME    local where absent
  --parameter KEY=VALUE  a value for a parameter of the template; may be repeated
  --port N             4566 where absent; 0 takes a free port
  --clock MODE         real, xN (N times as fast) or jump (to the next timer, while a request is unfinished)
  --iam MODE           enforce, or report: lets through what policies deny, and lists it at the end
  --data DIR           keeps everything in this directory and continues from it; in memory where absent
  --faults FILE        a JSON list of faults: [{ "kind": "throttle", "rate": 0.2 }]
  --region REGION      us-east-1 where absent
  --account ID         111122223333 where absent
  --help`;

const OPTIONS = {
  template: { type: 'string' },
  bundles: { type: 'string' },
  'stack-name': { type: 'string' },
  parameter: { type: 'string', multiple: true },
  port: { type: 'string', default: '4566' },
  clock: { type: 'string', default: 'real' },
  iam: { type: 'string', default: 'enforce' },
  data: { type: 'string' },
  faults: { type: 'string' },
  region: { type: 'string' },
  account: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** What `serverless package` calls its template. */
const PACKAGED_TEMPLATE = 'cloudformation-template-update-stack.json';

/** @returns the exit code: 2 for a usage error, 1 where the stack cannot be started. */
export async function main(args: readonly string[]): Promise<number> {
  let options: LocalAwsOptions | undefined;
  try {
    options = optionsOf(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  try {
    await run(options);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

/** @returns undefined where help is asked for. @throws Error for arguments that are not understood. */
function optionsOf(args: readonly string[]): LocalAwsOptions | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const { template, bundles, port, clock, iam, parameter = [], faults, 'stack-name': stackName, ...rest } = values;
  const { help, ...given } = rest;
  if (help) return undefined;
  if (template === undefined) throw new Error('--template is required');
  if (!/^\d{1,5}$/.test(port)) throw new Error(`--port takes a number, not '${port}'`);
  if (iam !== 'enforce' && iam !== 'report') throw new Error(`--iam is enforce or report, not '${iam}'`);
  const isDirectory = existsSync(template) && statSync(template).isDirectory();
  const file = isDirectory ? join(template, PACKAGED_TEMPLATE) : template;
  return {
    ...given,
    template: file,
    bundles: bundles ?? dirname(file),
    ...(stackName === undefined ? {} : { stackName }),
    parameters: Object.fromEntries(parameter.map(keyAndValue)),
    port: Number(port),
    clock: clock as ClockMode,
    iam,
    ...(faults === undefined ? {} : { faults: faultsIn(faults) }),
    log: (line) => console.error(line),
    onStoreFailure({ message }) {
      console.error(message);
      process.exit(1);
    },
  };
}

function keyAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`--parameter takes KEY=VALUE, not '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function faultsIn(file: string): FaultSpec[] {
  const faults: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(faults)) throw new Error(`${file} does not hold a JSON list`);
  return faults.map(checkFault);
}

async function run(options: LocalAwsOptions): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const localAws = await startLocalAws(options);
  const { endpoint, region, account, stack, machines, clock } = localAws.info();
  console.log(`${stack} runs at ${endpoint} (account ${account}, ${region}, clock ${clock})`);
  for (const machine of machines) console.log(`  ${machine}`);
  console.log(
    `Use any AWS client with: AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
  );
  await stopped;
  for (const line of localAws.missingPermissions()) console.log(`missing permission: ${line}`);
  await localAws.close();
}
