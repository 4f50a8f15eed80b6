/** The way back: ties again what an offboarding ended, from what was recorded before. */

import { DescribeExecutionCommand, GetExecutionHistoryCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { newMetadata } from '../../events/index.ts';
import type { Evidence } from '../../offboardings/evidence.ts';
import { type Restorable, restorablesIn } from '../../offboardings/restorable.ts';
import { parse } from '../../views/words.ts';
import { callerArn } from '../caller.ts';
import { confirm } from '../confirm.ts';
import { CliError, EXIT, type ExitCode } from '../exit.ts';
import { interval } from '../follow.ts';
import { findEvidence } from '../offboarding/evidence.ts';
import { printable, table } from '../output.ts';
import { findStack } from '../stack.ts';
import { pause } from '../time.ts';
import type { Context, Verb } from '../verb.ts';

/** As the restore state machine tells it. */
interface Restored {
  number: number;
  outcome: 'ASKED' | 'TIED_ALREADY' | 'REFUSED' | 'FAILED';
  providerStatus?: string;
  error?: string;
  message?: string;
}

/** Step Functions takes 256 KiB of input. */
const MOST_BYTES = 128 * 1024;

export const restore: Verb = {
  syntax: 'restore <id>',
  summary: 'tie again what an offboarding, or a single request, has ended',
  options: (command) =>
    command
      .option('--yes', 'do not ask for the name')
      .option('--reason <why>', 'kept with the execution')
      .option('--dry-run', 'say what could be tied again, and change nothing'),
  help: `What is tied again is what was ended, as the service showed it before; what it costs or mails is said first.
A late copy of the request that ended it does not end it again. Ends with 0 where everything was asked for or is tied
already, 6 where a part was, 1 where nothing was.`,
  async run(context, [id = ''], options) {
    const evidence = await findEvidence(context, id);
    const items = restorablesIn(evidence);
    const possible = items.filter(({ obstacle }) => obstacle === undefined);
    if (!context.output.json) print(context, items);
    if (options.dryRun === true || possible.length === 0) return only(context, items, possible);
    await confirm(context, evidence.offboarding, options);
    const restored: Restored[] = [];
    for (const batch of batches(possible)) restored.push(...(await run(context, evidence, batch, options)));
    return tell(context, items, restored);
  },
};

function print({ output }: Context, items: readonly Restorable[]): void {
  for (const line of table(output, items, [
    { title: '#', value: ({ number }) => String(number) },
    { title: 'association', value: ({ association, label }) => `${association} ${label}`, most: 70 },
    {
      title: 'the way back',
      value: ({ obstacle, wayBack }) => (obstacle === undefined ? wayBack : `none: ${obstacle}`),
      style: ({ obstacle }) => (obstacle === undefined ? undefined : 'warn'),
    },
    { title: 'mind', value: ({ mind }) => mind },
  ])) {
    output.text(line);
  }
}

function only({ output }: Context, items: readonly Restorable[], possible: readonly Restorable[]): ExitCode {
  if (output.json) output.data({ items: items.map(({ before: _, ...item }) => item), restored: [] });
  else output.text(`${possible.length} of ${items.length} can be tied again; nothing was changed`);
  return possible.length > 0 || items.length === 0 ? EXIT.done : EXIT.failed;
}

function batches(items: readonly Restorable[]): Restorable[][] {
  const all: Restorable[][] = [];
  let bytes = MOST_BYTES;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (bytes + size > MOST_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(item);
    bytes += size;
  }
  return all;
}

/** Restores one batch, and waits for its end. */
async function run(
  context: Context,
  { offboarding }: Evidence,
  items: readonly Restorable[],
  { reason }: Readonly<Record<string, unknown>>,
): Promise<Restored[]> {
  const { machines, name } = await findStack(context);
  const machine = machines.find(({ role }) => role === 'restore');
  if (!machine) throw new CliError(`stack ${name} knows no way back`, { hints: ['deploy the stack again'] });
  const metadata = newMetadata({
    correlationId: offboarding,
    causationId: offboarding,
    requestedBy: await callerArn(context),
    ...(typeof reason === 'string' ? { reason } : {}),
  });
  const client = await context.clients().sfn();
  const input = {
    metadata,
    items: items.map(({ number, association, target, where, before }) => ({
      number,
      association,
      target,
      ...(where ? { where } : {}),
      before,
    })),
  };
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machine.arn, input: JSON.stringify(input) }),
  );
  context.output.note(`execution ${executionArn}`);
  for (;;) {
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const answers = status === 'RUNNING' ? undefined : await answersIn(context, executionArn);
    if (answers) return answers;
    if (status !== 'RUNNING')
      throw new CliError(`the way back ended ${status}: ${error ?? ''} ${cause ?? ''}`.trimEnd());
    await pause(interval(context), context.signal);
  }
}

/** What the Map gave; an execution that ends in a Fail state has no output of its own. */
async function answersIn(context: Context, executionArn: string | undefined): Promise<Restored[] | undefined> {
  const client = await context.clients().sfn();
  const last = { executionArn, reverseOrder: true, maxResults: 20 };
  const { events = [] } = await client.send(new GetExecutionHistoryCommand(last));
  const left = events.find(({ stateExitedEventDetails: exited }) => exited?.name === 'Items')?.stateExitedEventDetails;
  return parse(left?.output)?.items as Restored[] | undefined;
}

function tell({ output }: Context, items: readonly Restorable[], restored: readonly Restored[]): ExitCode {
  const well = restored.filter(({ outcome }) => outcome === 'ASKED' || outcome === 'TIED_ALREADY');
  if (output.json) output.data({ items: items.map(({ before: _, ...item }) => item), restored });
  else {
    output.text('');
    for (const { number, outcome, providerStatus, error, message } of restored) {
      const label = items.find((item) => item.number === number)?.label ?? '';
      const bad = outcome === 'REFUSED' || outcome === 'FAILED';
      const line = `${number}  ${label}: ${outcome}${providerStatus ? `, now ${providerStatus}` : ''}${error ? `: ${error}: ${message}` : ''}`;
      output.text(output.paint(bad ? 'bad' : 'good', printable(line)));
    }
    output.text(`${well.length} of ${items.length} asked for or tied already`);
  }
  if (well.length === items.length) return EXIT.done;
  return well.length > 0 ? EXIT.partlyDone : EXIT.failed;
}
