/** Says on the bus how an offboarding stands. The state machine knows what happened; here it is held to its contract. */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Entry, Envelope } from '../events/define.ts';
import { answerId } from '../events/ids.ts';
import { publishedEvents } from '../events/index.ts';
import { answering } from '../events/metadata.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify } from './common/request.ts';
import { task } from './common/task.ts';

const eventBridge = new EventBridgeClient({});

export interface PublishInput {
  /** The event that is answered. */
  request: Envelope;
  detailType: string;
  data: Readonly<Record<string, unknown>>;
  /** Tells several answers of one detail-type to one request apart: a look after a day, after a week. */
  distinct?: string;
}

export interface Published {
  eventId: string;
  detailType: string;
}

export const handler = task({
  name: 'publish',
  correlationId: ({ request }: PublishInput) => identify(request).correlationId,
  logFields: ({ eventId, detailType }: Published) => ({ eventId, detailType }),
  async work(input: PublishInput): Promise<Published> {
    const { id, correlationId } = identify(input.request);
    const eventId = answerId(id, `${input.detailType}${input.distinct ?? ''}`);
    const metadata = answering({ id, correlationId }, { id: eventId, timestamp: new Date().toISOString() });
    await putEvent(eventBridge, entryOf(input, { metadata, data: withoutNulls(input.data) }));
    return { eventId, detailType: input.detailType };
  },
});

/** Each contract reads the detail before it goes out. */
function entryOf({ detailType }: PublishInput, detail: object): Entry {
  const contract = Object.values(publishedEvents).find((known) => known.detailType === detailType);
  if (contract === undefined) throw new Error(`there is no contract for ${detailType}`);
  return contract.entry(detail as never, busName());
}

/** JSONata cannot leave out a member that it does not know: it says null. */
function withoutNulls(data: PublishInput['data']): PublishInput['data'] {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
