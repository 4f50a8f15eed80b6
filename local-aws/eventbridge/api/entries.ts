/** Validates the entries of PutEvents: the call as a whole, and each entry by itself. */

import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/aws.ts';
import { validationException } from '../state/errors.ts';
import { timeText } from '../state/event.ts';

/** EventBridge user guide, "Calculating PutEvents event entry size": the request must be smaller. */
const LARGEST_REQUEST = 1024 * 1024;
const LONGEST_DETAIL_TYPE = 128;
const DEEPEST_DETAIL = 1_000;
/** The last millisecond that has a date with a year of four digits. */
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/** @throws AwsError where the call as a whole is too large. */
export function checkSize(entries: readonly PutEventsRequestEntry[]): void {
  if (entries.reduce((total, entry) => total + sizeOf(entry), 0) >= LARGEST_REQUEST) {
    throw validationException('Total size of the entries in the request is over the limit.');
  }
}

/**
 * In milliseconds since 1970. On the wire a time is a number of seconds; in process it is a Date.
 * @throws AwsError for what is neither.
 */
export function timeOf(time: unknown): number {
  const milliseconds = time instanceof Date ? time.getTime() : typeof time === 'number' ? time * 1_000 : Number.NaN;
  if (Math.abs(milliseconds) <= LAST_TIME) return milliseconds;
  throw new AwsError('SerializationException', `Time is not a number of seconds since 1970: ${String(time)}`);
}

/** As AWS prints it in an error of the whole call. */
export function printEntry({
  Time,
  Source,
  Resources,
  DetailType,
  Detail,
  EventBusName,
  TraceHeader,
}: PutEventsRequestEntry) {
  const fields = {
    time: Time && timeText(timeOf(Time)),
    source: Source,
    resources: Resources && `[${Resources.join(', ')}]`,
    detailType: DetailType,
    detail: Detail,
    eventBusName: EventBusName,
    traceHeader: TraceHeader,
    kmsKeyIdentifier: null,
    internalMetadata: null,
  };
  const members = Object.entries(fields).map(([name, value]) => `${name}=${value ?? null}`);
  return `PutEventsRequestEntry(${members.join(', ')})`;
}

/** In bytes: 14 for a time, and the UTF-8 of source, detail type, detail and resources. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return (Time ? 14 : 0) + texts.reduce((total, text) => total + Buffer.byteLength(text), 0);
}

/** The error of an entry as its own result has it; undefined where it is valid. */
export function entryProblem(entry: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  for (const member of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[member]) return invalid(member, `${member} is a required argument.`);
  }
  if ((entry.DetailType ?? '').length > LONGEST_DETAIL_TYPE) {
    return invalid('DetailType', `DetailType must be at most ${LONGEST_DETAIL_TYPE} characters long.`);
  }
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  return isObjectText(entry.Detail as string)
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function invalid(member: string, reason: string): PutEventsResultEntry {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${member} is not valid. Reason: ${reason}` };
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && depthOf(text) <= DEEPEST_DETAIL;
  } catch {
    return false;
  }
}

/** How deep valid JSON nests. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (bracket === '{' || bracket === '[') deepest = Math.max(deepest, ++depth);
    else if (bracket === '}' || bracket === ']') depth--;
  }
  return deepest;
}
