/** Stops an execution. What AWS was asked for goes on. */

import { stopExecution } from '../../client/executions/control.ts';
import { findExecution } from '../../client/executions/find.ts';
import type { Command } from '../common/command.ts';
import { EXIT } from '../common/exit.ts';

export const stop: Command = {
  syntax: 'stop <id>',
  summary: 'stop an execution; a disassociation that AWS has accepted goes on',
  options: (command) => command.option('--reason <why>', 'stored as the cause'),
  help: `Examples:
  offboard stop ID
  offboard stop ID --reason 'the wrong domain' --stage prod
DisassociationFailed or OffboardingFailed is published then: every request gets an answer.`,
  here: 'reads',
  async run({ client, output }, [id = ''], { reason = 'stopped with offboard stop' }) {
    const executionArn = await findExecution(client(), id);
    const { stopDate } = await stopExecution(client(), executionArn, String(reason));
    if (output.structured) output.data({ executionArn, stopDate: stopDate?.toISOString() });
    else output.text(`stopped ${executionArn}`);
    return EXIT.done;
  },
};
