import { type DeployedSignal, listSignals } from '../../client/signals/list.ts';
import { lastLists } from '../../client/signals/lists.ts';
import { isSignalledBy, runSignal, testedRequest } from '../../client/signals/run.ts';
import type { Command, Context } from '../common/command.ts';
import { ageText } from '../common/execution-columns.ts';
import { EXIT, type ExitCode, usage } from '../common/exit.ts';
import { readJsonFile } from '../common/files.ts';
import { type Output, table } from '../common/output.ts';

type Action = (context: Context, file: string | undefined) => Promise<ExitCode>;

const ACTIONS: Readonly<Record<string, Action>> = { list, test, emit };

export const signals: Command = {
  syntax: 'signals <action> [file]',
  summary: `signals that somebody or something leaves: ${Object.keys(ACTIONS).join(', ')}`,
  help: `Examples:
  offboard signals list
  offboard signals test events/signals/samples/okta-user-deactivated.json
  offboard signals emit events/signals/samples/person-leaving.json
A file holds one event as its bus delivers it. test prints the request that it would become, and starts nothing; emit starts
what its rule would start. The stage parameter signals says which are deployed.`,
  async run(context, [action = '', file]) {
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act) throw usage(`signals has no action '${action}'`, `the actions are: ${Object.keys(ACTIONS).join(', ')}`);
    return act(context, file);
  },
};

async function list({ client, output }: Context): Promise<ExitCode> {
  const [found, lists] = await Promise.all([listSignals(client()), lastLists(client())]);
  const now = await client().now();
  if (output.structured)
    output.data({ signals: found.map((signal) => ({ ...signal, listedAt: lists.get(signal.name) })) });
  else if (found.length === 0) output.text('no signals; the stage parameter signals names those to deploy');
  else {
    const lines = table(output, found, [
      { title: 'name', value: ({ name }) => name, style: ({ enabled }) => (enabled ? undefined : 'warn') },
      { title: 'mode', value: ({ mapping }) => mapping.options?.mode ?? 'plan' },
      { title: 'subject', value: ({ mapping }) => mapping.subject.type },
      { title: 'bus', value: ({ bus }) => bus, limit: 32 },
      { title: 'state', value: ({ enabled }) => (enabled ? 'enabled' : 'disabled') },
      { title: 'listed', value: ({ mapping }) => listedText(output, mapping, lists.get(mapping.name), now) },
      { title: 'description', value: ({ description }) => description },
    ]);
    for (const line of lines) output.text(line);
  }
  return EXIT.done;
}

/** Of a source that can be listed: how long ago it was. */
function listedText(
  output: Output,
  { list }: DeployedSignal['mapping'],
  listedAt: string | undefined,
  now: Date,
): string {
  if (list === undefined) return '-';
  return listedAt === undefined ? 'never' : ageText(output, listedAt, now);
}

/** What it would become. */
async function test(context: Context, file: string | undefined): Promise<ExitCode> {
  const { event, signal } = await matched(context, file);
  const client = context.client();
  const request = await testedRequest(client, await runSignal(client, signal, event, { test: true }));
  const { metadata, data } = request;
  if (context.output.structured) context.output.data({ signal: signal.name, request });
  else {
    context.output.text(`${signal.name} becomes the request ${metadata.id}`);
    context.output.text(
      `to ${data.options?.mode ?? 'plan'} the offboarding of ${data.subject?.type} ${data.subject?.id}`,
    );
    context.output.text(`as of ${metadata.timestamp}, requested by ${metadata.requestedBy}`);
  }
  return EXIT.done;
}

async function emit(context: Context, file: string | undefined): Promise<ExitCode> {
  const { event, signal } = await matched(context, file);
  const execution = await runSignal(context.client(), signal, event, { test: false });
  const id = execution.slice(execution.lastIndexOf(':') + 1);
  if (context.output.structured) context.output.data({ signal: signal.name, execution });
  else context.output.text(id);
  context.output.note(`started; follow it with: ${context.line(`watch ${id}`)}`);
  return EXIT.done;
}

/** @throws ClientError INVALID for a file that holds no event, or one that is no signal of the stack. */
async function matched(context: Context, file: string | undefined): Promise<{ event: object; signal: DeployedSignal }> {
  if (file === undefined) throw usage('a file is required', context.line('signals test FILE'));
  const event = eventIn(file);
  const deployed = await listSignals(context.client());
  const signal = deployed.find((each) => isSignalledBy(event, each));
  if (signal) return { event, signal };
  const names = deployed.map(({ name }) => name).join(', ') || 'none';
  throw usage(
    `no signal of the stack matches the event of ${file}`,
    `deployed are: ${names}`,
    'the stage parameter signals names those to deploy',
  );
}

/** An event, or a sample of events/signals/samples, which holds one. */
function eventIn(file: string): object {
  const value = readJsonFile(file) as { event?: unknown; detail?: unknown } | null;
  const event = value !== null && typeof value === 'object' && 'event' in value ? value.event : value;
  const { source, 'detail-type': detailType, detail, time, id } = (event ?? {}) as Record<string, unknown>;
  const texts = [source, detailType, time, id];
  if (texts.every((text) => typeof text === 'string') && typeof detail === 'object') return event as object;
  throw usage(`${file} holds no event`, 'an event has id, source, detail-type, time and detail');
}
