import { assetUrl, type DeploymentBucket, pruneAssets, uploadAssets } from '../../client/deployment/assets.ts';
import {
  createChangeSet,
  deleteChangeSet,
  executeChangeSet,
  type ResourceChange,
} from '../../client/deployment/change-set.ts';
import {
  checkUpdatable,
  type DeployedStack,
  readDeployedStack,
  readStageParameters,
} from '../../client/deployment/deployed-stack.ts';
import { createStack } from '../../client/deployment/operations.ts';
import { ClientError } from '../../client/errors.ts';
import { callerArn } from '../../client/identity/caller.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { confirm } from '../common/confirm.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { packagedStack } from '../common/packaged.ts';
import { parameterOption, parametersIn, type StageParameters } from '../common/stage-parameters.ts';
import { printChanges } from '../deploy/changes.ts';
import { follow, printFailures } from '../deploy/follow.ts';
import { type StagePackage, stagePackage } from '../deploy/package.ts';

export const deploy: Command = {
  syntax: 'deploy',
  summary: 'deploy a stage to AWS, or update it: shows the change set and asks first',
  options: (command) =>
    parameterOption(command, 'a stage parameter; may be repeated')
      .option('--reset-params', 'forget the stage parameters of earlier deployments')
      .option('--dry-run', 'show what would change, and change nothing')
      .option('--yes', 'do not ask for confirmation'),
  help: `Examples:
  offboard deploy --stage prod --region eu-west-1 --param domains='prod-*' --param notices=topic
  offboard deploy --stage prod --region eu-west-1 --dry-run
Stage parameters of earlier deployments stay unless they are given anew. Code and templates go to the stack's own
deployment bucket, each under the hash of its content, so that only functions whose code has changed are updated.
Exits with 1 where the deployment fails: CloudFormation then rolls it back, and the reasons are printed.`,
  async run(context, _args, options) {
    const client = context.client();
    const { stage, region, stackName } = client.connection;
    const deployed = await readDeployedStack(client);
    if (deployed !== undefined) checkUpdatable(client, deployed);
    const parameters = await parametersOf(context, deployed, options);
    const made = stagePackage(await packagedStack(context), { stage, region, parameters });
    const account = (await callerArn(client)).split(':')[4] ?? '';
    const place = `stack ${stackName} in ${region}, account ${account}`;
    context.output.note(`${deployed === undefined ? 'creates' : 'updates'} ${place}`);
    for (const [name, value] of Object.entries(parameters)) context.output.note(`  ${name}=${value}`);
    if (deployed === undefined) return createStage(context, made, account, options);
    return update(context, made, { deployed, account, isConfirmed: false }, options);
  },
};

/** Those of the last deployment, and over them those that are given. */
async function parametersOf(
  { client }: Context,
  deployed: DeployedStack | undefined,
  options: Options,
): Promise<StageParameters> {
  const given = parametersIn(options);
  const before = deployed === undefined || options.resetParams === true ? {} : await readStageParameters(client());
  return { ...before, ...given };
}

/** Code has to be somewhere before a stack can name it, so the stack is first created with its bucket alone. */
async function createStage(context: Context, made: StagePackage, account: string, options: Options): Promise<ExitCode> {
  const { output, client } = context;
  const changes = Object.entries(made.template.Resources).map(
    ([logicalId, { Type: type }]): ResourceChange => ({ action: 'Add', logicalId, type }),
  );
  if (!output.structured) printChanges(output, changes);
  if (options.dryRun === true) return dryRun(context, changes);
  await confirm(context, client().connection.stackName, options);
  const operation = await createStack(client(), JSON.stringify(made.core));
  const result = await follow(context, operation, Object.keys(made.core.Resources).length);
  const deployed = await readDeployedStack(client());
  if (result.status !== 'CREATE_COMPLETE' || deployed === undefined) {
    printFailures(context, result);
    return EXIT.failed;
  }
  return update(context, made, { deployed, account, isConfirmed: true }, options);
}

interface Update {
  deployed: DeployedStack;
  account: string;
  isConfirmed: boolean;
}

async function update(
  context: Context,
  { assets, templateAsset }: StagePackage,
  { deployed, account, isConfirmed }: Update,
  options: Options,
): Promise<ExitCode> {
  const { output } = context;
  const client = context.client();
  const { stackName } = client.connection;
  if (deployed.bucket === undefined) {
    throw new ClientError('FAILED', `stack ${stackName} has no deployment bucket`, 'it was not deployed by offboard');
  }
  const bucket: DeploymentBucket = { Bucket: deployed.bucket, ExpectedBucketOwner: account };
  output.note(
    `uploaded ${await uploadAssets(client, bucket, assets)} of ${assets.length} assets; the others are there`,
  );
  const changeSet = await createChangeSet(client, assetUrl(client, bucket, templateAsset));
  if (changeSet === undefined) return unchanged(context, deployed);
  if (!output.structured && !isConfirmed) printChanges(output, changeSet.changes);
  try {
    if (options.dryRun !== true && !isConfirmed) await confirm(context, stackName, options);
  } catch (error) {
    await deleteChangeSet(client, changeSet);
    throw error;
  }
  if (options.dryRun === true) {
    await deleteChangeSet(client, changeSet);
    return dryRun(context, changeSet.changes);
  }
  const operation = { stackId: deployed.id, token: await executeChangeSet(client, changeSet) };
  const result = await follow(context, operation, changeSet.changes.length);
  if (result.status !== 'UPDATE_COMPLETE') {
    if (output.structured) output.data({ stack: stackName, ...result });
    printFailures(context, result);
    return EXIT.failed;
  }
  await pruneAssets(client, bucket, assets);
  return done(context, changeSet.changes);
}

function dryRun({ output }: Context, changes: readonly ResourceChange[]): ExitCode {
  if (output.structured) output.data({ changes });
  else output.text('Nothing was changed.');
  return EXIT.done;
}

function unchanged({ output, client }: Context, { outputs, status }: DeployedStack): ExitCode {
  if (output.structured) output.data({ stack: client().connection.stackName, status, changes: [], outputs });
  else output.text('The stack is up to date.');
  return EXIT.done;
}

async function done({ output, client, line }: Context, changes: readonly ResourceChange[]): Promise<ExitCode> {
  const { outputs = {}, status } = (await readDeployedStack(client())) ?? {};
  if (output.structured) output.data({ stack: client().connection.stackName, status, changes, outputs });
  else {
    output.text(output.paint('good', `${client().connection.stackName} is ${status}`));
    const width = Math.max(0, ...Object.keys(outputs).map(({ length }) => length));
    for (const [name, value] of Object.entries(outputs)) output.text(`  ${name.padEnd(width)}  ${value}`);
  }
  output.note(`check it with: ${line('doctor')}`);
  return EXIT.done;
}
