/** The HTTP endpoints that notices go to, as their documentation says they answer. Who is told is seen in the outbox. */

import type { HttpEndpoints, HttpRequest, HttpResponse } from '@offboard/local-aws';

const ENDPOINTS: Readonly<Record<string, (request: HttpRequest) => HttpResponse>> = {
  'POST https://slack.com/api/chat.postMessage': postMessage,
  'POST https://events.pagerduty.com/v2/enqueue': enqueue,
};

export const httpEndpoints: HttpEndpoints = (request) => ENDPOINTS[`${request.method} ${request.url}`]?.(request);

/** Slack answers 200, whatever is wrong. */
function postMessage({ headers, body }: HttpRequest): HttpResponse {
  const { channel, text } = fieldsOf(body);
  const refused = (error: string) => ({ status: 200, body: { ok: false, error } });
  if (!/^Bearer ./.test(headers.Authorization ?? '')) return refused('not_authed');
  if (typeof channel !== 'string' || !/^[CGD][A-Z0-9]{8,}$/.test(channel)) return refused('channel_not_found');
  if (typeof text !== 'string' || text === '') return refused('no_text');
  return { status: 200, body: { ok: true, channel, ts: '1503435956.000247', message: { text } } };
}

function enqueue({ body }: HttpRequest): HttpResponse {
  const { routing_key, event_action, dedup_key, payload } = fieldsOf(body);
  const { summary, source, severity } = fieldsOf(payload);
  const errors = [
    ...(typeof routing_key === 'string' ? [] : ["'routing_key' is missing or blank"]),
    ...(event_action === 'trigger' || event_action === 'resolve' ? [] : ["'event_action' is missing or invalid"]),
    ...(event_action === 'trigger' && [summary, source, severity].includes(undefined)
      ? ["'payload' is incomplete"]
      : []),
  ];
  return errors.length > 0
    ? { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
    : { status: 202, body: { status: 'success', message: 'Event processed', dedup_key } };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
