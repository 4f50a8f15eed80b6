/**
 * The HTTP server, on loopback. The signature of a request names its service and its caller. Every request is answered,
 * never with a stack trace.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BodyTooLarge,
  createLoopbackServer,
  forbiddenRequest,
  isFromOtherPage,
  readBody,
} from '@offboard/loopback-guard';
import { AwsError, type Identity, type Protocol, type Service } from '../core/aws.ts';
import type { Dispatcher } from '../core/dispatch.ts';
import { ConnectionCut } from '../core/faults.ts';
import { VerbatimResponse } from '../core/message.ts';
import { awsJson } from './aws-json.ts';
import { type RequestHead, readHead, unchunk, type WireRequest, type WireResponse } from './http.ts';
import { isPresignedForS3 } from './presigned.ts';
import type { WireProtocol } from './protocol.ts';
import { awsQuery } from './query.ts';
import { restJson } from './rest-json.ts';
import { restXml } from './rest-xml.ts';
import { isSigned, readSignature, type Signature } from './signature.ts';

const PROTOCOLS: Record<Protocol, WireProtocol> = {
  'awsJson1.0': awsJson,
  'awsJson1.1': awsJson,
  restJson1: restJson,
  awsQuery,
  restXml,
};

/**
 * In bytes. Objects hold plans and results, and Lambda takes 6 MB; the control API and a console take an event, which
 * is 1 MiB at most.
 */
const MAX_BODY = { aws: 64 * 1024 * 1024, other: 2 * 1024 * 1024 };

export interface ListenerOptions {
  dispatcher: Dispatcher;
  /** Whose access key this is. @throws AwsError for a key that has expired. */
  identify(signature: Signature): Identity;
  /** Answers requests without a signature: the control API, the console. Undefined: not found. */
  other(
    request: WireRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<WireResponse | 'handled' | undefined>;
  /** For failures of local AWS itself. */
  log(message: string): void;
}

export interface Listener {
  port: number;
  /** `http://127.0.0.1:4567` */
  endpoint: string;
  close(): Promise<void>;
}

/** @throws Error where the port is taken. Port 0 takes a free one. */
export async function listen(options: ListenerOptions, port = 0): Promise<Listener> {
  const server = createLoopbackServer((message, response) => void serve(options, message, response));
  await opened(server, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    endpoint: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function opened(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is in use; choose another with --port, or 0 for a free one`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function serve(options: ListenerOptions, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const head = readHead(message);
    const signed = isSigned(head);
    const refusal = foreign(head, signed);
    if (refusal) return send(response, refusal);
    const request = { ...head, body: await readBody(message, signed ? MAX_BODY.aws : MAX_BODY.other) };
    if (signed) return send(response, await serveAws(options, request));
    const other = await options.other(request, message, response);
    if (other === 'handled') return;
    send(response, other ?? unsigned());
  } catch (error) {
    if (error instanceof ConnectionCut) return void message.socket.destroy();
    if (error instanceof BodyTooLarge) return send(response, tooLarge(error));
    if (error instanceof AwsError) return send(response, plain(error.status, error.code, error.message));
    if (message.destroyed && !message.complete) return;
    options.log(`the HTTP server failed: ${(error as Error).stack ?? error}`);
    send(response, plain(503, 'ServiceUnavailable', 'the local runtime failed to answer; its log says why'));
  }
}

/** A link of another page may lead to the console, and to no call of AWS. */
function foreign(head: RequestHead, signed: boolean): WireResponse | undefined {
  const forbidden = forbiddenRequest(head, 'the local runtime');
  if (forbidden) return plain(403, forbidden.error, forbidden.message);
  if (signed && isFromOtherPage(head)) return plain(403, 'ForbiddenOrigin', 'pages of other sites may not call AWS');
  return undefined;
}

async function serveAws({ dispatcher, identify, log }: ListenerOptions, sent: WireRequest): Promise<WireResponse> {
  const requestId = randomUUID();
  let service: Service | undefined;
  let protocol: WireProtocol = guess(sent);
  try {
    const signature = readSignature(sent, dispatcher.clock.now(), dispatcher.region);
    service = dispatcher.signedFor(signature.service);
    if (!service) {
      const served = [...dispatcher.services()]
        .map(({ signingName }) => signingName)
        .sort()
        .join(', ');
      throw new AwsError(
        'UnknownOperationException',
        `no service is served here under the signing name '${signature.service}'. Served: ${served}`,
        { status: 404 },
      );
    }
    protocol = PROTOCOLS[service.protocol];
    const identity = identify(signature);
    const request = unchunk(sent);
    const { operation, input } = protocol.decode(request, service);
    const call = {
      service: service.name,
      operation,
      region: signature.region,
      account: identity.account,
      identity,
      requestId,
      request,
    };
    const output = await dispatcher.run(service, call, input);
    if (output instanceof VerbatimResponse) return output.response;
    return protocol.encode(output, operation, service, requestId);
  } catch (error) {
    if (error instanceof ConnectionCut) throw error;
    return protocol.refuse(asAwsError(error, log), service ?? (protocol === restXml ? S3 : UNKNOWN), requestId);
  }
}

/** The likely protocol of a request that cannot be read any further, so that its client can read the error. */
function guess(request: WireRequest): WireProtocol {
  if (isPresignedForS3(request)) return restXml;
  if (request.headers['x-amz-target'] !== undefined) return awsJson;
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? awsQuery : restJson;
}

/** Presigned addresses are its own: the only requests that are guessed to be REST-XML. */
const S3: Service = { name: 's3', signingName: 's3', protocol: 'restXml', operations: {} };

const UNKNOWN: Service = {
  name: 'unknown',
  signingName: 'unknown',
  protocol: 'awsJson1.0',
  namespace: 'http://aws.amazon.com/',
  operations: {},
};

function asAwsError(error: unknown, log: (message: string) => void): AwsError {
  if (error instanceof AwsError) return error;
  log(`a service failed: ${(error as Error).stack ?? error}`);
  return new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', {
    status: 500,
  });
}

/** The rest of the body is not read, so nothing else can come over this connection. */
function tooLarge({ message }: BodyTooLarge): WireResponse {
  const response = plain(413, 'RequestEntityTooLarge', message);
  return { ...response, headers: { ...response.headers, connection: 'close' } };
}

function unsigned(): WireResponse {
  return plain(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
}

function plain(status: number, code: string, message: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message }),
  };
}

function send(response: ServerResponse, { status, headers, body }: WireResponse): void {
  if (response.destroyed) return;
  // The answer to HEAD names the length of a body that it does not carry.
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
