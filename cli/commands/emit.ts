import { text as readAll } from 'node:stream/consumers';
import { putEvent } from '../../client/events/put.ts';
import { problemsOf } from '../../client/events/validate.ts';
import { withStatement } from '../../client/identity/attest.ts';
import type { RequestMetadata } from '../../events/metadata.ts';
import { problemLine } from '../../events/problem.ts';
import type { Command } from '../common/command.ts';
import { EXIT, usage } from '../common/exit.ts';
import { readFile } from '../common/files.ts';
import { checkWait, followRequest, waitOptions } from '../common/follow.ts';

interface EmittedEvent {
  source: string;
  detailType: string;
  detail: { metadata: RequestMetadata; data: { association?: string } };
}

export const emit: Command = {
  syntax: 'emit <file>',
  summary: 'put the event (or list of events, or JSON Lines) in a file on the bus; - reads standard input',
  options: (command) =>
    waitOptions(command).option('--unchecked', 'send invalid events too, to see how they are rejected'),
  help: `Examples:
  offboard emit leaver.json --wait
  offboard emit - --unchecked < invalid.jsonl
An event is { "source": "…", "detail-type": "DisassociationRequested", "detail": { "metadata": {…}, "data": {…} } }.
Every event is checked before the first one is sent. offboard kinds --json prints valid ones.`,
  async run(context, [file = '-'], options) {
    checkWait(options);
    const text = file === '-' ? await readAll(process.stdin) : readFile(file);
    const name = file === '-' ? 'standard input' : file;
    const events = parseEvents(text, name).map((event, index) =>
      check(event, `${name}[${index}]`, options.unchecked === true),
    );
    let code: number = EXIT.done;
    for (const event of events) {
      const detail = options.unchecked === true ? event.detail : await withStatement(context.client(), event.detail);
      const eventId = await putEvent(context.client(), { ...event, detail });
      const { metadata, data } = detail;
      const sent = {
        requestId: metadata?.id ?? '-',
        eventId,
        ...(data?.association ? { kind: data.association } : {}),
      };
      code = Math.max(code, await followRequest(context, sent, options));
    }
    return code as typeof EXIT.done;
  },
};

/** One event, a list, or one a line. */
function parseEvents(text: string, file: string): unknown[] {
  const whole = tryParse(text);
  const events =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim())
          .map((line, index) => parseLine(line, file, index))
      : [whole].flat();
  if (events.length === 0) throw usage(`${file} has no event`);
  return events;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseLine(line: string, file: string, index: number): unknown {
  const event = tryParse(line);
  if (event === undefined)
    throw usage(`${file}:${index + 1} is not JSON`, 'a file holds one event, a list of events, or one event a line');
  return event;
}

/** @throws ClientError INVALID with every problem of the event. */
function check(event: unknown, where: string, unchecked: boolean): EmittedEvent {
  const { source = 'offboard', 'detail-type': detailType, detail } = (event ?? {}) as Record<string, unknown>;
  if (typeof source !== 'string' || typeof detailType !== 'string' || typeof detail !== 'object' || detail === null) {
    throw usage(`${where} is not an event`, 'it needs the strings "source" and "detail-type" and the object "detail"');
  }
  const problems = unchecked ? [] : problemsOf({ source, 'detail-type': detailType, detail });
  if (problems.length > 0) {
    const hint = '--unchecked sends it all the same';
    throw usage(`${where} is not a valid request; nothing was sent`, ...problems.map(problemLine), hint);
  }
  return { source, detailType, detail: detail as EmittedEvent['detail'] };
}
