/** The levers of the simulated world; local only. */

import type { Context, Verb } from '../command.ts';
import { lever } from '../control-api.ts';
import { EXIT, usage } from '../exit.ts';
import { readJsonFile } from '../files.ts';
import { table } from '../output.ts';
import { seconds } from '../time.ts';

type Options = Readonly<Record<string, unknown>>;
type Rows = Record<string, string>[];

export const sim: Verb = {
  syntax: 'sim <lever> [words...]',
  summary: 'move the simulated world (local only): world, calls, faults, clock, vote',
  options: (command) =>
    command
      .option('--kind <kind>', 'world: only this kind')
      .option(
        '--fate <json>',
        'world: what comes of asking for its end, with --kind, --account, --where-region and the key',
      )
      .option('--account <id>', 'world: the account of the association', '111122223333')
      .option('--where-region <region>', 'world: its Region', 'us-east-1')
      .option('--most <n>', 'calls: only the newest', '50')
      .option('--file <file>', 'faults set: read them from a JSON file'),
  help: `  sim world                                  what is tied to what, as it is now
  sim world movies/F123 --kind opensearch-packages --fate '{"outcome":"stuck"}'
  sim calls                                  every call to the local AWS, with caller and end
  sim faults                                 the faults that are set
  sim faults set throttle rate=0.2 service=opensearch operation='List*'
  sim faults set cut-after rate=1 times=1 service=redshift
  sim faults clear [id]
  sim clock                                  the runtime's time
  sim clock advance 24h | sim clock real | sim clock x60 | sim clock jump
  sim vote SESSION_ARN APPROVER approve|reject
  sim vote SESSION_ARN cancel`,
  async run(context, [name = '', ...words], options) {
    const handler = HANDLERS[name];
    if (!handler) throw usage(`'${name}' is no lever`, `the levers are: ${Object.keys(HANDLERS).join(', ')}`);
    await handler(context, words, options);
    return EXIT.done;
  },
};

const HANDLERS: Record<string, (context: Context, words: readonly string[], options: Options) => Promise<void>> = {
  world,
  calls,
  faults,
  clock,
  vote,
};

async function world(context: Context, [key]: readonly string[], options: Options): Promise<void> {
  if (key !== undefined) return setOutcome(context, key, options);
  const query = options.kind === undefined ? '' : `?kind=${options.kind}`;
  const answer = await lever<{ associations: Rows }>(context, `associations${query}`);
  show(context, answer, answer.associations, ['kind', 'account', 'region', 'status', 'since', 'key']);
}

async function setOutcome(context: Context, key: string, options: Options): Promise<void> {
  if (options.kind === undefined || options.fate === undefined)
    throw usage('a fate is set with --kind and --fate', `sim world ${key} --kind KIND --fate '{"outcome":"stuck"}'`);
  const body = {
    kind: options.kind,
    key,
    account: options.account,
    region: options.whereRegion,
    scriptedOutcome: parse('--fate', options.fate as string),
  };
  show(context, await lever(context, 'associations', { method: 'POST', body }));
}

async function calls(context: Context, _words: readonly string[], options: Options): Promise<void> {
  const answer = await lever<{ calls: (Record<string, string> & { at: number })[] }>(
    context,
    `calls?most=${Number(options.most) || 50}`,
  );
  const rows = answer.calls.map((call) => ({ ...call, at: new Date(call.at).toISOString() }) as Record<string, string>);
  show(context, answer, rows, ['at', 'service', 'operation', 'result', 'caller', 'requestId']);
}

async function faults(context: Context, [verb, ...words]: readonly string[], options: Options): Promise<void> {
  if (verb === undefined) {
    const answer = await lever<{ faults: Rows }>(context, 'faults');
    return show(context, answer, answer.faults, ['id', 'kind', 'rate', 'service', 'operation', 'times', 'injected']);
  }
  if (verb === 'clear')
    return show(
      context,
      await lever(context, words[0] === undefined ? 'faults' : `faults?id=${words[0]}`, { method: 'DELETE' }),
    );
  if (verb !== 'set')
    throw usage(`sim faults ${verb} is not known`, 'there is: sim faults, sim faults set, sim faults clear');
  for (const body of faultsOf(words, options.file as string | undefined))
    show(context, await lever(context, 'faults', { method: 'POST', body }));
}

function faultsOf(words: readonly string[], file: string | undefined): unknown[] {
  if (file !== undefined) return [readJsonFile(file)].flat();
  const [kind, ...fields] = words;
  if (kind === undefined)
    throw usage('name the fault', 'for example: sim faults set throttle rate=0.2 service=opensearch');
  const given = Object.fromEntries(fields.map((word) => word.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const numbers = ['rate', 'times', 'milliseconds', 'status']
    .filter((name) => given[name] !== undefined)
    .map((name) => [name, Number(given[name])]);
  return [{ rate: 1, ...given, ...Object.fromEntries(numbers), kind }];
}

async function clock(context: Context, [verb, amount]: readonly string[]): Promise<void> {
  if (verb === undefined) return show(context, await lever(context, 'clock'));
  const body = verb === 'advance' ? { advance: seconds('sim clock advance', amount ?? '') } : { mode: verb };
  show(context, await lever(context, 'clock', { method: 'POST', body }));
}

async function vote(context: Context, [session, approver, answer]: readonly string[]): Promise<void> {
  if (session === undefined || approver === undefined)
    throw usage('name the session, the approver and the answer', 'sim vote SESSION_ARN APPROVER approve|reject');
  const body =
    approver === 'cancel' ? { session, answer: 'CANCEL' } : { session, approver, answer: (answer ?? '').toUpperCase() };
  show(context, await lever(context, 'vote', { method: 'POST', body }));
}

function parse(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${where} is not JSON`);
  }
}

function show({ output }: Context, answer: unknown, rows?: Rows, columns?: readonly string[]): void {
  if (output.json || !rows || !columns) {
    if (output.json) output.data(answer);
    else output.text(JSON.stringify(answer, null, 2));
    return;
  }
  const lines = table(
    output,
    rows,
    columns.map((title) => ({ title, value: (row: Record<string, string>) => String(row[title] ?? '') })),
  );
  for (const line of lines) output.text(line);
}
