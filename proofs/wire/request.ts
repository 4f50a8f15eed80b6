/** Requests as a client without checks of its own writes them, in the protocol of each service. */

import type { HttpBinding, Service } from '@offboard/local-aws/service';

export interface Request {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

type Input = Readonly<Record<string, unknown>>;

/** @returns undefined for an input that this protocol cannot write. */
export function requestOf(service: Service, operation: string, input: Input): Request | undefined {
  switch (service.protocol) {
    case 'awsQuery':
      return form(service, operation, input);
    case 'restJson1':
    case 'restXml':
      return rest(service, operation, input);
    default:
      return {
        method: 'POST',
        path: '/',
        headers: {
          'content-type': `application/x-amz-json-${service.protocol.slice('awsJson'.length)}`,
          'x-amz-target': `${service.targetPrefix}.${operation}`,
        },
        body: JSON.stringify(input),
      };
  }
}

function form({ version = '' }: Service, operation: string, input: Input): Request {
  const body = new URLSearchParams({ Action: operation, Version: version });
  for (const [name, value] of flat('', input)) body.append(name, value);
  return {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: body.toString(),
  };
}

function flat(prefix: string, value: unknown): [name: string, value: string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]];
  const entries = Array.isArray(value)
    ? value.map((item, index) => [`member.${index + 1}`, item] as const)
    : Object.entries(value);
  return entries.flatMap(([name, item]) => flat(prefix === '' ? name : `${prefix}.${name}`, item));
}

function rest(service: Service, operation: string, input: Input): Request | undefined {
  const {
    method,
    path,
    query = {},
    headers = {},
    payload,
  }: HttpBinding = service.operations[operation]?.http ?? {
    method: 'POST',
    path: '/',
  };
  const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const take = (member: string): unknown => {
    const value = left.get(member);
    left.delete(member);
    return value;
  };
  const labels = Array.from(path.matchAll(/\{(\w+)\+?\}/g), ([label, member = '']) => [label, take(member)] as const);
  if (labels.some(([, value]) => !isText(value))) return undefined;
  const filled = labels.reduce((text, [label, value]) => text.replace(label, encodeURIComponent(String(value))), path);
  const asked = new URLSearchParams();
  for (const [name, member] of Object.entries(query)) {
    const [key = '', fixed = ''] = name.split('=');
    const value = member === '' ? fixed : take(member);
    if (value !== undefined) asked.append(key, String(value));
  }
  const sent: Record<string, string> = {};
  for (const [name, member] of Object.entries(headers)) Object.assign(sent, header(name, take(member)));
  if (Object.values(sent).some((value) => !/^[\x20-\x7e]*$/.test(value))) return undefined;
  const raw = payload === undefined ? undefined : take(payload);
  const written = body(service, operation, raw, Object.fromEntries(left));
  const isBodiless =
    method === 'GET' ||
    method === 'HEAD' ||
    (payload !== undefined && raw === undefined && service.protocol === 'restJson1');
  if (isBodiless) for (const [name, value] of left) asked.append(name, String(value));
  const address = asked.size === 0 ? filled : `${filled}?${asked}`;
  return { method, path: address, headers: sent, ...(isBodiless || written === undefined ? {} : { body: written }) };
}

/** The client sends nothing for an empty label: the address is another operation's. */
function isText(value: unknown): boolean {
  return ['string', 'number'].includes(typeof value) && !['', '.', '..'].includes(String(value));
}

function header(name: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!name.endsWith('*')) return { [name]: String(value) };
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : { x: value });
  return Object.fromEntries(entries.map(([key, text]) => [name.slice(0, -1) + key, String(text)]));
}

function body({ protocol }: Service, operation: string, raw: unknown, left: Input): string | undefined {
  if (raw !== undefined) return String(raw);
  if (protocol === 'restXml') return xml({ [`${operation}Request`]: left });
  return JSON.stringify(left);
}

function xml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, item]) => `<${name}>${xml(item)}</${name}>`)
    .join('');
}
