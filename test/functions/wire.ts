/** AWS as far as a function calls it, on loopback: what it is asked is noted, what it answers is the test's. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  /** `AWSEvents.PutEvents` */
  target: string;
  body: Record<string, unknown>;
}

export interface Wire extends AsyncDisposable {
  asked: Asked[];
}

type Answering = (asked: Asked) => { status?: number; body: unknown };

/** Starts the server and points every SDK client that is used from now on at it. */
export async function wire(answering: Answering): Promise<Wire> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = {
      target: String(request.headers['x-amz-target']),
      body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>,
    };
    asked.push(one);
    const { status = 200, body } = answering(one);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  });
  return {
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What Lambda would hand over beside the event. */
export const CONTEXT = {
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
