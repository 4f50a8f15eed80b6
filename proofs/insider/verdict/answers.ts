/** Whether every request was answered, once, and nobody else was. */

import { canonical } from '../../../offboardings/canonical.ts';
import type { Harness, PublishedEvent } from '../../common/harness.ts';
import type { Attack, BusEvent } from '../common/attack.ts';
import { type Execution, finalsIn } from './executions.ts';

export function answerProblems(
  harness: Harness,
  events: readonly BusEvent[],
  executions: readonly Execution[],
): string[] {
  const finals = [...harness.answers.values()].flatMap(finalsIn);
  const known = new Set<unknown>(executions.map(({ arn }) => arn));
  return [
    ...executions.flatMap(ofExecution),
    ...ofEvents(harness, events),
    ...finals
      .filter(({ data: { execution } }) => execution !== undefined && !known.has(execution))
      .map((answer) => `${nameOf(answer)} is the answer of ${answer.data.execution}, which answers no requests`),
    ...copiesThatDiffer(finals),
  ];
}

/** What dana requested is refused for its own faults, if it is, and never because somebody took its id. */
export function honestProblems({ honest }: Attack, executions: readonly Execution[]): string[] {
  return [...honest.singles, ...honest.offboardings].flatMap(({ metadata: { id }, data }) => {
    const own = executions.filter(({ input }) => input.detail && canonical(input.detail.data) === canonical(data));
    const finals = own.flatMap((execution) => execution.finals).filter(({ requestId }) => requestId === id);
    const isTaken = finals.some(({ data: answer }) => JSON.stringify(answer).includes('id must be new'));
    if (finals.length > 0 && !isTaken) return [];
    return [`what dana requested as ${id} has ${isTaken ? 'lost its id' : 'no answer of its own'}`];
  });
}

/** One that joined another is answered by that one's answer. */
function ofExecution({ arn, machine, joined, status, end, finals }: Execution): string[] {
  const what = `${machine} ${arn.split(':').at(-1)}`;
  const ids = new Set(finals.map(({ metadata }) => metadata.id));
  if (joined !== undefined) return ids.size === 0 ? [] : [`${what} joined another and was answered by itself`];
  if (ids.size === 0) return [`${what} ended ${end} and was never answered`];
  if (ids.size > 1) return [`${what} was answered ${ids.size} times: ${finals.map(nameOf).join(', ')}`];
  const told = finals.map(({ data, detailType }) => data.outcome ?? detailType);
  // Somebody may stop it once it has published its outcome; that is true then, and there is no other.
  return machine === 'offboard' || status === 'ABORTED' || told.every((outcome) => outcome === end)
    ? []
    : [`${what} ended ${end}, and its answer is ${told.join(', ')}`];
}

/** The events that start executions; the others are answered without. */
const REQUESTS = ['DisassociationRequested', 'OffboardingRequested'];

/** An event of an unknown type is a request where it has an id, which others may have as well: each has an answer of its own. */
function ofEvents({ answers, started }: Harness, events: readonly BusEvent[]): string[] {
  const requests = events.filter((event) => !isPublished(event) && !started.has(event.id) && isRequest(event));
  const byId = Map.groupBy(requests, (event) => ownId(event) ?? event.id);
  return [...byId].flatMap(([id, { length }]) => {
    const rejections = finalsIn(answers.get(id)).filter(({ data }) => data.execution === undefined);
    const ids = new Set(rejections.map(({ metadata }) => metadata.id));
    return ids.size === length ? [] : [`${length} events ${id} have ${ids.size} answers of no execution`];
  });
}

function isRequest(event: BusEvent): boolean {
  return ownId(event) !== undefined || REQUESTS.includes(event['detail-type']);
}

function ownId({ detail }: BusEvent): string | undefined {
  const id = (detail as { metadata?: { id?: unknown } } | null)?.metadata?.id;
  return typeof id === 'string' && ID.test(id) ? id : undefined;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** What the stack itself put there. */
function isPublished({ source, detail }: BusEvent): boolean {
  const { metadata } = (detail ?? {}) as { metadata?: { id?: unknown; causationId?: unknown } };
  return source === 'offboard' && metadata?.causationId !== undefined && metadata.causationId !== metadata.id;
}

/** Copies of one answer are the same, whoever put them. */
function copiesThatDiffer(finals: readonly PublishedEvent[]): string[] {
  const byId = Map.groupBy(finals, ({ metadata, detailType }) => `${detailType} ${metadata.id}`);
  return [...byId.values()].flatMap((copies) => {
    const texts = new Set(copies.map(({ data }) => canonical(data)));
    return texts.size === 1 ? [] : [`${nameOf(copies[0] as PublishedEvent)} was published with ${texts.size} contents`];
  });
}

function nameOf({ detailType, requestId, data }: PublishedEvent): string {
  return `${detailType} to ${requestId} (${data.outcome ?? ''} ${data.error ?? ''})`;
}
