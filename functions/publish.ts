import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Entry } from '../events/define.ts';
import { answerId } from '../events/ids.ts';
import { offboardingFailed, publishedEvents } from '../events/index.ts';
import { answering } from '../events/metadata.ts';
import type { PublishInput } from './common/publish-input.ts';
import { busName, putEvent } from './common/put-event.ts';
import { identify } from './common/request.ts';
import { task } from './common/task.ts';
import { count } from './common/telemetry.ts';

const eventBridge = new EventBridgeClient({});

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
    // What the alarm of offboardings counts.
    if (input.detailType === offboardingFailed.detailType) count('OffboardingFailed', 'offboard');
    return { eventId, detailType: input.detailType };
  },
});

function entryOf({ detailType }: PublishInput, detail: object): Entry {
  const contract = Object.values(publishedEvents).find((known) => known.detailType === detailType);
  if (contract === undefined) throw new Error(`there is no contract for ${detailType}`);
  return contract.entry(detail as never, busName());
}

/** JSONata cannot leave out an unknown member: it gives null. */
function withoutNulls(data: PublishInput['data']): PublishInput['data'] {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
