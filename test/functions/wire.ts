/** AWS as far as a function calls it, on loopback: what it is asked is noted, what it answers is the test's. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  /** `AWSEvents.PutEvents`; `undefined` of services that are asked by path. */
  target: string;
  method: string;
  url: URL;
  headers: Readonly<Record<string, unknown>>;
  /** JSON read, anything else as text. */
  body: Record<string, unknown>;
  text: string;
}

export interface Answer {
  status?: number;
  /** Goes out as JSON; `text` as it is. */
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

export interface Wire extends AsyncDisposable {
  asked: Asked[];
  endpoint: string;
}

/** What it asks is the present test file's: clients that a function keeps outlive a file, and so does the endpoint. */
let current: { asked: Asked[]; answering: (asked: Asked) => Answer } | undefined;
let endpoint: Promise<string> | undefined;

/** Points every SDK client that is used from now on at this server. */
export async function wire(answering: (asked: Asked) => Answer): Promise<Wire> {
  const asked: Asked[] = [];
  current = { asked, answering };
  endpoint ??= listen();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  });
  return {
    asked,
    endpoint: await endpoint,
    async [Symbol.asyncDispose]() {
      current = undefined;
    },
  };
}

async function listen(): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', 'http://aws');
    const one = { target: String(headers['x-amz-target']), method, url, headers, body: parsed(text), text };
    current?.asked.push(one);
    const { status = 200, body, text: answer, headers: more } = current?.answering(one) ?? { status: 500 };
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...more })
      .end(answer ?? JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.unref().listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What Lambda would hand over beside the event. */
const CONTEXT = {
  functionName: 'offboard-dev-test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:offboard-dev-test',
  memoryLimitInMB: '256',
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
};

/** Runs a handler as Lambda does. */
export function invoke<Input, Output>(handler: unknown, event: Input): Promise<Output> {
  return (handler as (event: Input, context: typeof CONTEXT) => Promise<Output>)(event, CONTEXT);
}
