/** The Query protocol: a form in, XML out. */

import { AwsError } from '../core/aws.ts';
import type { WireResponse } from './http.ts';
import type { WireProtocol } from './protocol.ts';
import { element, escapeXml } from './xml.ts';

export const awsQuery: WireProtocol = {
  decode(request, service) {
    const form = new URLSearchParams(request.body.toString('utf8'));
    for (const [name, value] of request.query) form.append(name, value);
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
    const type = error.status >= 500 ? 'Receiver' : 'Sender';
    const body = `<ErrorResponse xmlns="${service.namespace}"><Error><Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    const { headers, ...rest } = answer(error.status, body, requestId);
    return { ...rest, headers: { ...headers, ...error.headers } };
  },
};

function answer(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

type Nested = { [key: string]: Nested | string };

/** `A.member.1.B=x` becomes `{ A: [{ B: 'x' }] }`. All values are strings, as they are on the wire. */
function nest(form: URLSearchParams): unknown {
  const root: Nested = Object.create(null);
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    place(root, name.split('.'), value);
  }
  return lists(root);
}

function place(node: Nested, path: string[], value: string): void {
  const [head, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    node[head] = value;
    return;
  }
  const below = node[head];
  const next: Nested = typeof below === 'object' ? below : Object.create(null);
  node[head] = next;
  place(next, rest, value);
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
