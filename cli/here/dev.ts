/** `offboard dev --services aws`: the stack on the caller's own account until Ctrl-C, for commands with --here. */

import type { Command as Commander } from 'commander';
import { ClientError } from '../../client/errors.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { runHere } from './run.ts';
import { announce, findRunning, type RunningStack } from './running.ts';
import { stateFolder } from './state-folder.ts';

/** What a simulated cloud has. */
const SIMULATED = ['port', 'clock', 'start', 'seed', 'size', 'data', 'iam', 'faults'];

/** @throws ClientError INVALID for flags of a simulated cloud. */
export function devOnAws(context: Context, options: Options, parsed: Commander): Promise<ExitCode> {
  const [other] = SIMULATED.filter((name) => parsed.getOptionValueSource(name) === 'cli');
  if (other !== undefined) throw usage(`--${other} goes with --services simulated only`);
  const changes = options.allowChanges === true;
  const command: Command = {
    syntax: 'dev',
    summary: '',
    here: changes ? 'changes' : 'reads',
    run: (inside) => serve(inside, changes),
  };
  return runHere(command, context, [], options, parsed);
}

async function serve({ client, output, line, signal }: Context, changes: boolean): Promise<ExitCode> {
  const { here, endpoint = '', region, stage } = client().connection;
  if (here === undefined) throw new Error('there is no stack of this process');
  const { account, arn, credentials, parameters, approvalFloor, spokeRoles } = here;
  const folder = stateFolder({ account, region, stage });
  refuseSecond(findRunning(folder), endpoint);
  const settings = { parameters, approvalFloor, spokeRoles };
  const remove = announce(folder, { pid: process.pid, endpoint, arn, changes, credentials, ...settings });
  try {
    if (output.structured) output.data({ endpoint, account, region, arn, changes });
    else output.text(`Offboard runs for ${account} in ${region}; in another terminal: npx ${line('plan --user USER')}`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return EXIT.done;
  } finally {
    remove();
  }
}

/** @throws ClientError FAILED where this command has been attached to a process like it. */
function refuseSecond(other: RunningStack | undefined, endpoint: string): void {
  if (other?.endpoint === endpoint)
    throw new ClientError('FAILED', `offboard dev --services aws runs already (process ${other.pid})`, 'use that one');
}
