/** Signs a request again with the caller's credentials, and sends it to AWS. */

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { WireRequest, WireResponse } from '@offboard/local-aws';
import { ConnectionCut, type Destination, type Send } from '@offboard/local-aws';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity, HttpResponse } from '@smithy/types';
import type { Endpoint } from '../common/endpoint.ts';
import type { EndpointOf } from './endpoints.ts';

/** Within the ten seconds after which a function's own client gives up. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 9_000, throwOnRequestTimeout: true };

/** Certificates are checked whatever the environment says; HTTPS_PROXY and NO_PROXY are heeded. */
export function createHttpHandler(env: NodeJS.ProcessEnv = process.env): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: 50, proxyEnv: env };
  return new NodeHttpHandler({
    ...TIMEOUTS,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent({ ...agent, rejectUnauthorized: true }),
  });
}

export interface UpstreamOptions {
  endpointOf: EndpointOf;
  /** The caller's own, from the SDK's default provider chain. */
  credentials(): Promise<AwsCredentialIdentity>;
  requestHandler: NodeHttpHandler;
  /** The caller's credentials are gone or have expired: the program ends, and the call that met them has no answer. */
  onCredentialsFailure(error: Error): void;
}

export function createUpstream(options: UpstreamOptions): Send {
  return async (request, destination) => {
    const endpoint = await options.endpointOf(destination.service, destination.region);
    const credentials = destination.credentials ?? (await options.credentials().catch(giveUp(options)));
    const signed = await sign(request, { ...defaultsOf(destination), ...endpoint }, credentials);
    const response = await send(signed, options.requestHandler);
    const refusal = destination.credentials === undefined ? credentialsRefusal(response) : undefined;
    return refusal === undefined ? response : giveUp(options)(refusal);
  };
}

function defaultsOf({ signingName, region }: Destination) {
  return { signingName, signingRegion: region };
}

/** Never answers: an answer would make an outcome of what is none. */
function giveUp({ onCredentialsFailure }: UpstreamOptions): (error: Error) => Promise<never> {
  return (error) => {
    onCredentialsFailure(error);
    return new Promise(() => {});
  };
}

/**
 * AWS's names for credentials that have ended. It has known them a moment ago, so that "not known" comes from a Region
 * that the account has not enabled.
 */
const REFUSED = /\bExpiredToken(?:Exception)?\b/;

function credentialsRefusal({ status, headers, body }: WireResponse): Error | undefined {
  if (status < 400) return undefined;
  const [name] = REFUSED.exec(`${headers['x-amzn-errortype']} ${body}`) ?? [];
  return name === undefined ? undefined : Object.assign(new Error('they have expired'), { name });
}

/** Of the connection to us and of the signature for us. */
const OURS =
  /^(?:authorization|connection|content-length|expect|host|keep-alive|transfer-encoding|x-amz-(?:date|security-token|content-sha256))$/;

async function sign(
  { method, path, query, headers, body }: WireRequest,
  { url, signingName, signingRegion }: Required<Endpoint>,
  credentials: AwsCredentialIdentity,
): Promise<HttpRequest> {
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !OURS.test(name));
  const request = new HttpRequest({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: `${url.pathname.replace(/\/$/, '')}${path}`,
    query: queryBag(query),
    headers: {
      ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
      host: url.host,
      ...(body.length > 0 || method === 'POST' || method === 'PUT' ? { 'content-length': String(body.length) } : {}),
    },
    ...(body.length > 0 ? { body } : {}),
  });
  const signer = new SignatureV4({ credentials, region: signingRegion, service: signingName, sha256: Sha256 });
  return (await signer.sign(request)) as HttpRequest;
}

function queryBag(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}

/** Of the connection that the answer came over. */
const HOP_BY_HOP = /^(?:connection|content-length|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

/** @throws ConnectionCut where no answer came: the function's own client then knows as little as it would on AWS. */
async function send(request: HttpRequest, handler: NodeHttpHandler): Promise<WireResponse> {
  try {
    const { response }: { response: HttpResponse } = await handler.handle(request);
    const headers = Object.entries(response.headers).filter(([name]) => !HOP_BY_HOP.test(name.toLowerCase()));
    return { status: response.statusCode, headers: Object.fromEntries(headers), body: await buffer(response.body) };
  } catch (error) {
    throw Object.assign(new ConnectionCut(), { cause: error });
  }
}
