/** The Query protocol: a form in, XML out. */

import { AwsError } from '../core/aws.ts';
import type { WireRequest, WireResponse } from './http.ts';
import type { WireProtocol } from './protocol.ts';
import { element, errorResponse } from './xml.ts';

export const awsQuery: WireProtocol = {
  decode(request, service) {
    const form = readForm(request);
    const operation = form.get('Action');
    if (!operation) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
    if (form.get('Version') !== service.version) {
      throw new AwsError(
        'NoSuchVersion',
        `The requested version ( ${form.get('Version')} ) is not valid; ${service.name} has ${service.version}.`,
      );
    }
    return { operation, input: nest(form) };
  },

  encode(output, operation, service, requestId) {
    const result = element(`${operation}Result`, output ?? {});
    const metadata = element('ResponseMetadata', { RequestId: requestId });
    return answer(
      200,
      `<${operation}Response xmlns="${service.namespace}">${result}${metadata}</${operation}Response>`,
      requestId,
    );
  },

  refuse(error, service, requestId) {
    const body = errorResponse(error, service.namespace, requestId);
    const { headers, ...rest } = answer(error.status, body, requestId);
    return { ...rest, headers: { ...headers, ...error.headers } };
  },
};

/** In bytes; the operations served here take far less. */
const MAX_FORM = 1024 * 1024;

/** The parameters are read from the body alone: whoever follows a link to an address must not change anything. */
function readForm({ method, body }: WireRequest): URLSearchParams {
  if (method !== 'POST') {
    throw new AwsError('MethodNotAllowed', `the Query API is served by POST only, not by ${method}`, { status: 405 });
  }
  if (body.length > MAX_FORM) {
    throw new AwsError('RequestEntityTooLarge', `a form of at most ${MAX_FORM} bytes is read here`, { status: 413 });
  }
  return formOf(body.toString('utf8'));
}

/** A form's parameters. Node takes time by the square of the names without `=`, so each gets one. */
export function formOf(text: string): URLSearchParams {
  return new URLSearchParams(text.replaceAll(/(^|&)([^=&]+)(?=&|$)/g, '$1$2='));
}

function answer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

type Nested = { [key: string]: Nested | string };

/** `A.member.1.B=x` becomes `{ A: [{ B: 'x' }] }`. All values are strings, as they are on the wire. */
function nest(form: URLSearchParams): unknown {
  const root: Nested = Object.create(null);
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    place(root, pathOf(name), value);
  }
  return lists(root);
}

/** No input of AWS nests deeper. Without a limit a name of dots alone would take time by the square of its length. */
const MAX_DEPTH = 32;

function pathOf(name: string): string[] {
  const path = name.split('.', MAX_DEPTH + 1);
  if (path.length > MAX_DEPTH) {
    throw new AwsError('MalformedInput', `a parameter has at most ${MAX_DEPTH} parts: ${name.slice(0, 64)}...`);
  }
  return path;
}

function place(root: Nested, path: readonly string[], value: string): void {
  let node = root;
  for (const part of path.slice(0, -1)) {
    const below = node[part];
    const next: Nested = typeof below === 'object' ? below : Object.create(null);
    node[part] = next;
    node = next;
  }
  node[path.at(-1) as string] = value;
}

function lists(node: Nested | string): unknown {
  if (typeof node === 'string') return node;
  const keys = Object.keys(node);
  const [only] = keys;
  // Redshift names its list elements after the type (ClusterIdentifiers.ClusterIdentifier.1), others `member`.
  if (keys.length === 1 && only !== undefined && typeof node[only] === 'object' && isList(node[only]))
    return items(node[only]);
  if (isList(node)) return items(node);
  return Object.fromEntries(keys.map((key) => [key, lists(node[key] as Nested | string)]));
}

function isList(node: Nested): boolean {
  const keys = Object.keys(node);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
}

function items(node: Nested): unknown[] {
  return Object.keys(node)
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => lists(node[key] as Nested | string));
}
