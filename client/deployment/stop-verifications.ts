/** Stops what keeps a stack from being removed: verifications wait up to a week, and CloudFormation for as long as they run. */

import {
  ListExecutionsCommand,
  SFNClient,
  type SFNClientConfig,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';

/** @returns how many it has stopped. */
export async function stopVerifications(config: SFNClientConfig, stateMachineArn: string): Promise<number> {
  const sfn = new SFNClient(config);
  try {
    const running = await runningOf(sfn, stateMachineArn);
    for (const executionArn of running) {
      await sfn.send(new StopExecutionCommand({ executionArn, cause: 'the stack is removed' }));
    }
    return running.length;
  } finally {
    sfn.destroy();
  }
}

/** None where the machine is gone: a removal that broke off is run again. */
async function runningOf(sfn: SFNClient, stateMachineArn: string): Promise<string[]> {
  const running: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn
      .send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', nextToken }))
      .catch((error: unknown) => {
        if (error instanceof StateMachineDoesNotExist) return { executions: [], nextToken: undefined };
        throw error;
      });
    running.push(...(page.executions ?? []).map(({ executionArn = '' }) => executionArn));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return running;
}
