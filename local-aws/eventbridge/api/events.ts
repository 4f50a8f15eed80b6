/** PutEvents: answers each entry by itself, once all deliveries are in the store. */

import { randomUUID } from 'node:crypto';
import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { Call, Operation, Permission } from '../../core/aws.ts';
import type { Checked } from '../../wire/input/shape.ts';
import type { Received } from '../delivery/ingest.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { FORWARDED, type Forwarded } from '../destinations/bus.ts';
import { busName } from '../state/arns.ts';
import { eventText } from '../state/event.ts';
import { statementsOf } from './buses.ts';
import { checkSize, entryProblem, timeOf } from './entries.ts';
import type { INPUTS } from './inputs.ts';

type Entry = PutEventsRequestEntry & { [FORWARDED]?: Forwarded };

export function eventOperations({ aws, buses, ingest }: EventBridgeParts) {
  const PutEvents: Operation<Checked<PutEventsRequest, typeof INPUTS.PutEvents>, PutEventsResponse> = {
    permissions: ({ Entries }, call) => unlike(Entries.map((entry) => permissionFor(entry, call))),

    resourcePolicy({ Entries }, call) {
      const named = new Set(Entries.map(({ EventBusName }) => busName(EventBusName, call).arn));
      const statements = [...named].flatMap((arn) => statementsOf(buses.find(busName(arn, call))?.policy));
      return statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements };
    },

    run({ Entries }, call) {
      checkSize(Entries);
      const accepted: Received[] = [];
      const results = Entries.map((entry: Entry): PutEventsResultEntry => {
        const problem = entry[FORWARDED] ? undefined : entryProblem(entry);
        if (problem) return problem;
        const event = entry[FORWARDED] ?? eventOf(entry, call);
        const bus = busName(entry.EventBusName, call);
        // An event for a bus that does not exist is accepted and dropped (recorded from AWS).
        if (buses.find(bus)) {
          const { advancesClock, isFunction } = call.identity;
          accepted.push({ bus, id: event.id, text: event.event, advancesClock: advancesClock === true && !isFunction });
        }
        return { EventId: event.id };
      });
      ingest.receive(accepted);
      return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
    },
  };

  function eventOf({ Source, DetailType, Detail, Time, Resources }: Entry, { account, region }: Call): Forwarded {
    const id = randomUUID();
    const event = eventText({
      id,
      source: Source as string,
      detailType: DetailType as string,
      account,
      time: Time === undefined || Time === null ? aws.clock.now() : timeOf(Time),
      region,
      resources: Resources ?? [],
      detail: Detail as string,
    });
    return { id, event };
  }

  return { PutEvents };
}

function permissionFor({ EventBusName, Source, DetailType }: Entry, call: Call): Permission {
  const context = {
    ...(Source === undefined ? {} : { 'events:source': Source }),
    ...(DetailType === undefined ? {} : { 'events:detail-type': DetailType }),
  };
  return { action: 'events:PutEvents', resource: busName(EventBusName, call).arn, context };
}

/** Without duplicates. */
function unlike(permissions: Permission[]): Permission[] {
  if (permissions.length < 2) return permissions;
  return [...new Map(permissions.map((each) => [JSON.stringify(each), each])).values()];
}
