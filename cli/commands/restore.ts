import { findEvidence } from '../../client/evidence/find.ts';
import { type Restorable, restorablesIn, restoreText } from '../../client/restorations/restorable.ts';
import { followRestoration, type Restored, startRestoration } from '../../client/restorations/restore.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { confirm } from '../common/confirm.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { table } from '../common/output.ts';
import { createProgressBar } from '../common/progress-bar.ts';
import { timeoutMs } from '../common/time.ts';
import { reasonHere } from '../here/on-record.ts';

export const restore: Command = {
  syntax: 'restore <id>',
  summary: 'associate again what an offboarding, or a single request, has removed',
  options: (command) =>
    command
      .option('--yes', 'do not ask for confirmation')
      .option('--reason <why>', 'stored with the execution, and published in its event')
      .option('--dry-run', 'say what could be restored, and change nothing')
      .option('--timeout <duration>', 'stop following after this long, exit 4; the restoration goes on'),
  help: `Examples:
  offboard restore ID --dry-run
  offboard restore ID --reason 'alice came back' --timeout 30m
What was removed is associated again as the service returned it before; costs and mails are said first. It is
followed until the service shows the association: minutes for a package, hours for a plugin, as long as people take for
a team. RestorationCompleted or RestorationFailed is published at the end. A late copy of the request that removed it
does not remove it again. Exits with 0 where everything is restored, 6 where a part is, 1 where nothing is.`,
  here: 'changes',
  async run(context, [id = ''], options) {
    const timeout = timeoutMs(options);
    const { document: evidence } = await findEvidence(context.client(), id);
    const items = restorablesIn(evidence);
    const possible = items.filter(({ obstacle }) => obstacle === undefined);
    if (!context.output.structured) print(context, items);
    if (options.dryRun === true || possible.length === 0) return dryRun(context, items, possible);
    await confirm(context, evidence.offboarding, options);
    const executions = await startRestoration(
      context.client(),
      evidence,
      possible,
      reasonHere(context.client().connection.here, reasonIn(options)),
    );
    for (const execution of executions) context.output.note(`execution ${execution}`);
    const restored = await follow(context, executions, possible.length, performance.now() + timeout);
    return restored === undefined ? stillRunning(context, id, executions) : printResult(context, items, restored);
  },
};

function reasonIn({ reason }: Options): string | undefined {
  return typeof reason === 'string' ? reason : undefined;
}

async function follow(
  { client, output }: Context,
  executions: readonly string[],
  total: number,
  until: number,
): Promise<Restored[] | undefined> {
  const bar = createProgressBar(output);
  try {
    return await followRestoration(client(), executions, {
      total,
      until,
      onProgress: (share) => {
        const waits = share.done < share.total ? ', waiting for the rest to be associated' : '';
        bar.show(`${share.done} of ${share.total} done${waits}`, share);
      },
    });
  } finally {
    bar.end();
  }
}

function print({ output }: Context, items: readonly Restorable[]): void {
  for (const line of table(output, items, [
    { title: '#', value: ({ number }) => String(number) },
    { title: 'association', value: ({ kind, label }) => `${kind} ${label}`, limit: 70 },
    {
      title: 'how to restore',
      value: (item) => (item.obstacle === undefined ? restoreText(item) : `not possible: ${item.obstacle}`),
      style: ({ obstacle }) => (obstacle === undefined ? undefined : 'warn'),
    },
    { title: 'side effects', value: ({ sideEffects }) => sideEffects },
  ])) {
    output.text(line);
  }
}

function dryRun({ output }: Context, items: readonly Restorable[], possible: readonly Restorable[]): ExitCode {
  if (output.structured) output.data({ items: items.map(withoutBefore), restored: [] });
  else output.text(`${possible.length} of ${items.length} can be restored; nothing was changed`);
  return possible.length > 0 || items.length === 0 ? EXIT.done : EXIT.failed;
}

function stillRunning({ output, line }: Context, id: string, executions: readonly string[]): ExitCode {
  if (output.structured) output.data({ executions, restored: [] });
  output.note(`it goes on by itself; follow it with the same command: ${line(`restore ${id}`)}`);
  return EXIT.stillRunning;
}

function printResult({ output }: Context, items: readonly Restorable[], restored: readonly Restored[]): ExitCode {
  const associated = restored.filter(isAssociated);
  if (output.structured) output.data({ items: items.map(withoutBefore), restored });
  else {
    output.text('');
    for (const each of restored) {
      const label = items.find(({ number }) => number === each.number)?.label ?? '';
      const line = `${each.number}  ${label}: ${resultText(each)}`;
      output.text(output.paint(isAssociated(each) ? 'good' : 'bad', line));
    }
    output.text(`${associated.length} of ${items.length} are associated`);
  }
  if (associated.length === items.length) return EXIT.done;
  return associated.length > 0 ? EXIT.partlyDone : EXIT.failed;
}

function isAssociated({ outcome }: Restored): boolean {
  return outcome === 'RESTORED' || outcome === 'ALREADY_ASSOCIATED';
}

function resultText({ outcome, serviceStatus, error, message }: Restored): string {
  return `${outcome}, ${serviceStatus}${error === undefined ? '' : `: ${error}: ${message ?? ''}`}`;
}

function withoutBefore({ before: _, ...item }: Restorable): Omit<Restorable, 'before'> {
  return item;
}
