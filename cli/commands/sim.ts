import type { Command, Context, Options } from '../common/command.ts';
import { callControlApi } from '../common/control-api.ts';
import { EXIT, usage } from '../common/exit.ts';
import { readJsonFile } from '../common/files.ts';
import { table } from '../common/output.ts';
import { seconds } from '../common/time.ts';

type Rows = Record<string, string>[];
type Handler = (context: Context, args: readonly string[], options: Options) => Promise<void>;

const HANDLERS: Readonly<Record<string, Handler>> = { associations, outcome, calls, notices, faults, clock, vote };

export const sim: Command = {
  syntax: 'sim <part> [arguments...]',
  summary: `control the simulated cloud of local AWS: ${Object.keys(HANDLERS).join(', ')}`,
  options: (command) =>
    command
      .option('--kind <kind>', 'associations, outcome: of this kind')
      .option('--account <id>', 'outcome: the account of the association', '111122223333')
      .option('--where-region <region>', 'outcome: its Region', 'us-east-1')
      .option('--limit <n>', 'calls: the newest of them', '50')
      .option('--file <file>', 'faults set: read them from a JSON file'),
  help: `Examples:
  offboard sim faults set throttle rate=0.2 service=opensearch operation='List*' --local
  offboard sim clock advance 24h --local
Parts:
  sim associations                           the associations that there are now
  sim outcome movies/F123 '{"outcome":"stuck"}' --kind KIND
                                             script how the removal of one will go
  sim calls                                  every call to local AWS, with caller and result
  sim notices                                what people would be told, oldest first
  sim faults                                 the faults that are set
  sim faults set throttle rate=0.2 service=opensearch operation='List*'
  sim faults set cut-after rate=1 times=1 service=redshift
  sim faults clear [id]
  sim clock                                  the time of local AWS
  sim clock advance 24h | sim clock real | sim clock x60 | sim clock jump
  sim vote SESSION_ARN APPROVER approve|reject
  sim vote SESSION_ARN cancel`,
  async run(context, [name = '', ...args], options) {
    const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
    if (!handler) throw usage(`sim has no '${name}'`, `the parts are: ${Object.keys(HANDLERS).join(', ')}`);
    await handler(context, args, options);
    return EXIT.done;
  },
};

async function associations(context: Context, _args: readonly string[], { kind }: Options): Promise<void> {
  const query = kind === undefined ? '' : `?kind=${kind}`;
  const answer = await callControlApi<{ associations: Rows }>(context, `associations${query}`);
  print(context, answer, answer.associations, ['kind', 'account', 'region', 'status', 'since', 'key']);
}

async function outcome(context: Context, [key, text]: readonly string[], options: Options): Promise<void> {
  const { kind, account, whereRegion: region } = options;
  if (key === undefined || text === undefined || kind === undefined)
    throw usage('a key, an outcome and --kind are required', `sim outcome KEY '{"outcome":"stuck"}' --kind KIND`);
  const body = { kind, key, account, region, scriptedOutcome: parseJson(text) };
  print(context, await callControlApi(context, 'associations', { method: 'POST', body }));
}

async function calls(context: Context, _args: readonly string[], { limit }: Options): Promise<void> {
  type Call = Record<string, string> & { at: number };
  const answer = await callControlApi<{ calls: Call[] }>(context, `calls?most=${Number(limit) || 50}`);
  const rows = answer.calls.map((call) => ({ ...call, at: new Date(call.at).toISOString() }) as Record<string, string>);
  print(context, answer, rows, ['at', 'service', 'operation', 'result', 'caller', 'requestId']);
}

async function notices(context: Context): Promise<void> {
  type Item = { at: number; to: string; subject?: string; body: string };
  const answer = await callControlApi<{ items: Item[] }>(context, 'outbox');
  const { output } = context;
  if (output.structured) return output.data(answer);
  for (const { at, to, subject, body } of answer.items)
    output.text([`At: ${new Date(at).toISOString()}`, `To: ${to}`, `Subject: ${subject ?? ''}`, '', body].join('\n'));
  if (answer.items.length === 0) output.text('Nobody was told anything.');
}

async function faults(context: Context, [action, ...args]: readonly string[], { file }: Options): Promise<void> {
  if (action === undefined) {
    const answer = await callControlApi<{ faults: Rows }>(context, 'faults');
    return print(context, answer, answer.faults, ['id', 'kind', 'rate', 'service', 'operation', 'times', 'injected']);
  }
  if (action === 'clear') {
    const path = args[0] === undefined ? 'faults' : `faults?id=${args[0]}`;
    return print(context, await callControlApi(context, path, { method: 'DELETE' }));
  }
  if (action !== 'set')
    throw usage(`sim faults has no action '${action}'`, 'there are: sim faults, sim faults set, sim faults clear');
  for (const body of faultsOf(args, file as string | undefined))
    print(context, await callControlApi(context, 'faults', { method: 'POST', body }));
}

function faultsOf(args: readonly string[], file: string | undefined): unknown[] {
  if (file !== undefined) return [readJsonFile(file)].flat();
  const [kind, ...fields] = args;
  if (kind === undefined)
    throw usage('the kind of fault is required', 'for example: sim faults set throttle rate=0.2 service=opensearch');
  const given = Object.fromEntries(fields.map((word) => word.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const numbers = ['rate', 'times', 'milliseconds', 'status']
    .filter((name) => given[name] !== undefined)
    .map((name) => [name, Number(given[name])]);
  return [{ rate: 1, ...given, ...Object.fromEntries(numbers), kind }];
}

async function clock(context: Context, [action, amount]: readonly string[]): Promise<void> {
  if (action === undefined) return print(context, await callControlApi(context, 'clock'));
  const body = action === 'advance' ? { advance: seconds('sim clock advance', amount ?? '') } : { mode: action };
  print(context, await callControlApi(context, 'clock', { method: 'POST', body }));
}

async function vote(context: Context, [session, approver, answer]: readonly string[]): Promise<void> {
  if (session === undefined || approver === undefined)
    throw usage('a session, an approver and an answer are required', 'sim vote SESSION_ARN APPROVER approve|reject');
  const body =
    approver === 'cancel' ? { session, answer: 'CANCEL' } : { session, approver, answer: (answer ?? '').toUpperCase() };
  print(context, await callControlApi(context, 'vote', { method: 'POST', body }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`'${text}' is not JSON`);
  }
}

function print({ output }: Context, answer: unknown, rows?: Rows, columns: readonly string[] = []): void {
  if (output.structured) output.data(answer);
  else if (rows === undefined) output.text(JSON.stringify(answer, null, 2));
  else {
    const cells = columns.map((title) => ({ title, value: (row: Rows[number]) => String(row[title] ?? '') }));
    for (const line of table(output, rows, cells)) output.text(line);
  }
}
