/** Which requests a server on loopback may answer: those of programs on this machine and of its own pages. */

import type { IncomingHttpHeaders } from 'node:http';

export interface ForbiddenRequest {
  error: 'ForbiddenHost' | 'ForbiddenOrigin';
  message: string;
}

/** `*.localhost` resolves to loopback, too: S3 clients put the bucket's name there. */
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\]|[a-z0-9-]+\.localhost)(?::\d{1,5})?$/i;

/**
 * Holds back pages of other sites: under another host name (DNS rebinding), with an Origin of their own, or embedded.
 * @param server as it stands in the message: `the local runtime`.
 * @returns undefined for a request that may be answered; else the body of an answer with status 403.
 */
export function forbiddenRequest(headers: IncomingHttpHeaders, server: string): ForbiddenRequest | undefined {
  const { host = '', origin } = headers;
  if (!LOOPBACK_HOST.test(host)) {
    return { error: 'ForbiddenHost', message: `${server} answers to 127.0.0.1 and localhost only, not to '${host}'` };
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    return { error: 'ForbiddenOrigin', message: `pages of '${origin}' may not use ${server}` };
  }
  // Browsers mark requests that a page of another site makes. A link that was followed from there is a document.
  if (headers['sec-fetch-site'] === 'cross-site' && headers['sec-fetch-dest'] !== 'document') {
    return { error: 'ForbiddenOrigin', message: `pages of other sites may not use ${server}` };
  }
  return undefined;
}
