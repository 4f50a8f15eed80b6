import { emptyBucket } from '../../client/deployment/assets.ts';
import { readDeployedStack } from '../../client/deployment/deployed-stack.ts';
import { deleteStack } from '../../client/deployment/operations.ts';
import { stopVerifications } from '../../client/deployment/stop-verifications.ts';
import { ClientError } from '../../client/errors.ts';
import { callerArn } from '../../client/identity/caller.ts';
import type { Command } from '../common/command.ts';
import { confirm } from '../common/confirm.ts';
import { EXIT } from '../common/exit.ts';
import { follow, printFailures } from '../deploy/follow.ts';

export const remove: Command = {
  syntax: 'remove',
  summary: 'remove the stack of a stage; plans, evidence and their key stay',
  options: (command) => command.option('--yes', 'do not ask for confirmation'),
  help: `Examples:
  offboard remove --stage test --region eu-west-1
  offboard remove --stage test --region eu-west-1 --yes
Verifications that wait are stopped, since they would keep the stack for up to a week. Requests that are running are
finished first: CloudFormation waits for them.`,
  async run(context, _args, options) {
    const { output } = context;
    const client = context.client();
    const { stackName, region, clientConfig } = client.connection;
    const deployed = await readDeployedStack(client);
    if (deployed === undefined) throw new ClientError('NOT_FOUND', `there is no stack ${stackName} in ${region}`);
    const account = deployed.id.split(':')[4] ?? '';
    if ((await callerArn(client)).split(':')[4] !== account)
      throw new ClientError('FAILED', `stack ${stackName} is in account ${account}, which is not yours`);
    output.note(`removes stack ${stackName} in ${region}, account ${account}; plans, evidence and their key stay`);
    await confirm(context, stackName, options);
    const { VerifyStateMachineArn: machine } = deployed.outputs;
    const stopped = machine === undefined ? 0 : await stopVerifications(clientConfig, machine);
    if (stopped > 0) output.note(`stopped ${stopped} verifications`);
    if (deployed.bucket !== undefined) {
      await emptyBucket(client, { Bucket: deployed.bucket, ExpectedBucketOwner: account });
    }
    const operation = await deleteStack(client, deployed.id);
    const result = await follow(context, operation);
    if (output.structured) output.data({ stack: stackName, ...result });
    if (result.status !== 'DELETE_COMPLETE') {
      printFailures(context, result);
      return EXIT.failed;
    }
    output.note(`${stackName} is removed`);
    for (const { type, physicalId } of result.retained) output.note(`  stays: ${type} ${physicalId}`);
    return EXIT.done;
  },
};
