/** The way back: ties again what an offboarding ended, from what was recorded before. */

import { findEvidence } from '../../client/evidence/find.ts';
import { followRestoring, type Restored, startRestoring } from '../../client/restorations/restore.ts';
import { type Restorable, restorablesIn } from '../../offboardings/restorable.ts';
import type { Context, Verb } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { printable, table } from '../output.ts';
import { patience } from '../time.ts';

export const restore: Verb = {
  syntax: 'restore <id>',
  summary: 'tie again what an offboarding, or a single request, has ended',
  options: (command) =>
    command
      .option('--yes', 'do not ask for the name')
      .option('--reason <why>', 'kept with the execution, and told by its event')
      .option('--dry-run', 'say what could be tied again, and change nothing')
      .option('--timeout <duration>', 'stop following after this long, exit 4; the work goes on'),
  help: `What is tied again is what was ended, as the service showed it before; what it costs or mails is said first. It
is followed until the service shows it tied: minutes for a package, hours for a plugin, as long as people take for a
team. RestorationCompleted or RestorationFailed tells the end on the bus. A late copy of the request that ended it does
not end it again. Ends with 0 where everything is tied, 6 where a part is, 1 where nothing is.`,
  async run(context, [id = ''], options) {
    patience(options);
    const evidence = await findEvidence(context, id);
    const items = restorablesIn(evidence);
    const possible = items.filter(({ obstacle }) => obstacle === undefined);
    if (!context.output.json) print(context, items);
    if (options.dryRun === true || possible.length === 0) return only(context, items, possible);
    await confirm(context, evidence.offboarding, options);
    const executions = await startRestoring(context, evidence, possible, options);
    const followed = { total: possible.length, timeout: options.timeout };
    const restored = await followRestoring(context, executions, followed);
    return restored === undefined ? goesOn(context, id, executions) : tell(context, items, restored);
  },
};

function print({ output }: Context, items: readonly Restorable[]): void {
  for (const line of table(output, items, [
    { title: '#', value: ({ number }) => String(number) },
    { title: 'association', value: ({ kind, label }) => `${kind} ${label}`, most: 70 },
    {
      title: 'the way back',
      value: ({ obstacle, restoreMethod }) => (obstacle === undefined ? restoreMethod : `none: ${obstacle}`),
      style: ({ obstacle }) => (obstacle === undefined ? undefined : 'warn'),
    },
    { title: 'side effects', value: ({ sideEffects }) => sideEffects },
  ])) {
    output.text(line);
  }
}

function only({ output }: Context, items: readonly Restorable[], possible: readonly Restorable[]): ExitCode {
  if (output.json) output.data({ items: items.map(withoutBefore), restored: [] });
  else output.text(`${possible.length} of ${items.length} can be tied again; nothing was changed`);
  return possible.length > 0 || items.length === 0 ? EXIT.done : EXIT.failed;
}

function goesOn({ output, line }: Context, id: string, executions: readonly string[]): ExitCode {
  if (output.json) output.data({ executions, restored: [] });
  output.note(`it goes on by itself; the same command again joins it: ${line(`restore ${id}`)}`);
  return EXIT.stillRunning;
}

function tell({ output }: Context, items: readonly Restorable[], restored: readonly Restored[]): ExitCode {
  const tied = restored.filter(isTied);
  if (output.json) output.data({ items: items.map(withoutBefore), restored });
  else {
    output.text('');
    for (const one of restored) {
      const label = items.find(({ number }) => number === one.number)?.label ?? '';
      output.text(output.paint(isTied(one) ? 'good' : 'bad', printable(`${one.number}  ${label}: ${sentence(one)}`)));
    }
    output.text(`${tied.length} of ${items.length} are tied`);
  }
  if (tied.length === items.length) return EXIT.done;
  return tied.length > 0 ? EXIT.partlyDone : EXIT.failed;
}

function isTied({ outcome }: Restored): boolean {
  return outcome === 'RESTORED' || outcome === 'ALREADY_ASSOCIATED';
}

function sentence({ outcome, serviceStatus, error, message }: Restored): string {
  return `${outcome}, ${serviceStatus}${error === undefined ? '' : `: ${error}: ${message ?? ''}`}`;
}

function withoutBefore({ before: _, ...item }: Restorable): Omit<Restorable, 'before'> {
  return item;
}
