/** The code of an error in a response, whatever the protocol. */

import type { WireResponse } from '../core/message.ts';

/** `OK` for a response that is no error. */
export function resultOf({ status, headers, body }: WireResponse): string {
  if (status < 400) return 'OK';
  const text = body.toString();
  const code =
    headers['x-amzn-errortype'] ??
    /"(?:__type|code)"\s*:\s*"([^"]+)"/.exec(text)?.[1] ??
    /<Code>([^<]+)</.exec(text)?.[1];
  // `com.amazonaws.es#ConflictException`, `ConflictException:http://internal.amazon.com/…`
  return code?.replace(/^.*#/, '').replace(/:.*$/, '') ?? `HTTP ${status}`;
}
