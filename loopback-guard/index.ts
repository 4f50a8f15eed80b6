/** Which requests a server on loopback may answer: those of programs on this machine and of its own pages. */

import type { IncomingHttpHeaders } from 'node:http';

export { BodyTooLarge, readBody } from './body.ts';
export { createLoopbackServer } from './server.ts';

export interface ForbiddenRequest {
  error: 'ForbiddenHost' | 'ForbiddenOrigin';
  message: string;
}

/** `*.localhost` resolves to loopback, too: S3 clients put the bucket's name there. */
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\]|[a-z0-9-]+\.localhost)(?::\d{1,5})?$/i;

interface Head {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

/**
 * Holds back pages of other sites: under another host name (DNS rebinding), with an Origin of their own, embedded, or
 * sent by a form. A link that a person follows from such a page is answered, since a GET changes nothing.
 * @param server as it stands in the message: `the local runtime`.
 * @returns undefined for a request that may be answered; else the body of an answer with status 403.
 */
export function forbiddenRequest(head: Head, server: string): ForbiddenRequest | undefined {
  const { host = '', origin } = head.headers;
  if (!LOOPBACK_HOST.test(host)) {
    return { error: 'ForbiddenHost', message: `${server} answers to 127.0.0.1 and localhost only, not to '${host}'` };
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return { error: 'ForbiddenOrigin', message: `pages of '${origin}' may not use ${server}` };
  }
  if (isFromOtherPage(head) && !isFollowedLink(head)) {
    return { error: 'ForbiddenOrigin', message: `pages of other sites may not use ${server}` };
  }
  return undefined;
}

/**
 * Whether a page of another origin caused the request, by Sec-Fetch-Site, which browsers set and pages cannot. A page of
 * another port on this machine is `same-site`. Programs other than browsers do not send it.
 */
export function isFromOtherPage({ headers }: Head): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function isFollowedLink({ method, headers }: Head): boolean {
  return (method === 'GET' || method === 'HEAD') && headers['sec-fetch-dest'] === 'document';
}
