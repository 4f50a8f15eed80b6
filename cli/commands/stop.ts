/** Stops an execution; what AWS has been asked for goes on. */

import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { findExecution } from '../../client/executions/read.ts';
import type { Verb } from '../command.ts';
import { EXIT } from '../exit.ts';

export const stop: Verb = {
  syntax: 'stop <id>',
  summary: 'stop looking and waiting; a disassociation AWS has accepted goes on all the same',
  options: (command) => command.option('--reason <why>', 'kept as the cause'),
  help: 'The reporter then answers DisassociationFailed, or OffboardingFailed: no request goes without an answer.',
  async run(context, [id = ''], options) {
    const executionArn = await findExecution(context, id);
    const client = await context.clients().sfn();
    const { stopDate } = await client.send(
      new StopExecutionCommand({
        executionArn,
        error: 'Stopped',
        cause: (options.reason as string | undefined) ?? 'stopped with offboard stop',
      }),
    );
    if (context.output.json) context.output.data({ executionArn, stopDate: stopDate?.toISOString() });
    else context.output.text(`stopped ${executionArn}`);
    return EXIT.done;
  },
};
