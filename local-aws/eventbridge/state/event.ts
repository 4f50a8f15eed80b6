/** An event in the form in which rules match it and targets receive it. */

export interface EventFields {
  id: string;
  source: string;
  detailType: string;
  account: string;
  /** Milliseconds since 1970. */
  time: number;
  region: string;
  resources: readonly string[];
  /** JSON text of an object; it stays as it was put, so that numbers keep their digits. */
  detail: string;
}

/** The event's JSON text. Times are in whole seconds, as EventBridge writes them. */
export function eventText(event: EventFields): string {
  return `${eventHead(event)},"detail":${event.detail}}`;
}

function eventHead({ id, source, detailType, account, time, region, resources }: EventFields): string {
  return JSON.stringify({
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account,
    time: timeText(time),
    region,
    resources,
  }).slice(0, -1);
}

export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
