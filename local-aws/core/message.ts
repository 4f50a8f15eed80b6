import type { IncomingHttpHeaders } from 'node:http';

export interface WireRequest {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** An operation's output that is another service's response: it is handed back as it is. */
export class VerbatimResponse {
  readonly response: WireResponse;
  /** For the record of calls: `OK`, or the error's code. */
  readonly result: string;

  constructor(response: WireResponse, result: string) {
    this.response = response;
    this.result = result;
  }
}
