/** Event contracts: one object an event, with its schema, the rule's pattern, the sender and the reader. */

import * as v from 'valibot';
import { listProblems, type Problem, problemLine, problemOf } from './problem.ts';

/** The `source` of every event that Offboard publishes. Requests may have any. */
export const SOURCE = 'offboard';

/** An event as EventBridge delivers it to a target. */
export interface Envelope {
  id: string;
  'detail-type': string;
  source: string;
  /** ISO 8601, to the second. */
  time: string;
  account: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export type { Problem } from './problem.ts';

/** An event that does not match its contract, with its problems: at most so many as fit an event. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
  readonly problems: readonly Problem[];

  constructor(detailType: string, problems: readonly Problem[]) {
    super(`not a valid ${detailType}: ${problems.map(problemLine).join('; ')}`);
    this.problems = problems;
  }
}

/** An entry of PutEvents, with the SDK's own names. */
export interface Entry {
  EventBusName: string;
  Source: string;
  DetailType: string;
  Detail: string;
}

/** A pattern of EventBridge's matcher. */
export type Pattern = Readonly<Record<string, unknown>>;

export interface EventContract<Detail> {
  detailType: string;
  source: string;
  schema: v.GenericSchema<unknown, Detail>;
  /** The pattern of a rule for this event. */
  pattern: Pattern;
  /** A valid event, for docs and tests. */
  sample: { source: string; 'detail-type': string; detail: unknown };
  /** The entry to put on `bus`. @throws InvalidEvent for a detail that no reader would accept. */
  entry(detail: Detail, bus: string): Entry;
  /** The detail of a delivered event. @throws InvalidEvent with every problem. */
  read(event: { 'detail-type'?: unknown; detail?: unknown }): Detail;
}

interface Definition<Detail> {
  detailType: string;
  schema: v.GenericSchema<unknown, Detail>;
  sample: EventContract<Detail>['sample'];
  /** Matches every source, as requests do. */
  anySource?: boolean;
}

export function defineEvent<Detail>(definition: Definition<Detail>): EventContract<Detail> {
  const { detailType, schema, sample, anySource = false } = definition;

  const parse = (detail: unknown): Detail => {
    const result = v.safeParse(schema, detail);
    if (result.success) return result.output;
    throw new InvalidEvent(
      detailType,
      listProblems(result.issues, (issue) => problemOf(issue, 'detail')),
    );
  };

  return {
    detailType,
    source: SOURCE,
    schema,
    sample,
    pattern: { ...(anySource ? {} : { source: [SOURCE] }), 'detail-type': [detailType] },
    entry: (detail, bus) => ({
      EventBusName: bus,
      Source: SOURCE,
      DetailType: detailType,
      Detail: JSON.stringify(parse(detail)),
    }),
    read: (event) => {
      if (event['detail-type'] !== detailType) {
        throw new InvalidEvent(detailType, [{ path: 'detail-type', message: `detail-type must be ${detailType}` }]);
      }
      return parse(event.detail);
    },
  };
}
