/** What both REST protocols share: an operation is a method, a path with labels, and perhaps fixed query parameters. */

import type { HttpBinding, Service } from '../core/aws.ts';
import { AwsError } from '../core/aws.ts';
import type { WireRequest, WireResponse } from './http.ts';

interface Route {
  operation: string;
  binding: HttpBinding;
  path: RegExp;
  labels: string[];
  /** Query parameters that tell this operation from another of the same path: `list-type=2`, `versioning`. */
  fixed: [name: string, value: string | undefined][];
}

const routesOf = new WeakMap<Service, Route[]>();

export interface Routed {
  operation: string;
  binding: HttpBinding;
  /** Members read from path, query and headers; all strings. */
  members: Record<string, unknown>;
}

/** @returns undefined where no operation served here has this method and path. */
export function route(request: WireRequest, service: Service): Routed | undefined {
  for (const candidate of routes(service)) {
    if (candidate.binding.method !== request.method) continue;
    const match = candidate.path.exec(request.path);
    if (
      !match ||
      !(candidate.binding.requires ?? []).every((name) => request.query.has(name) || name in request.headers) ||
      !candidate.fixed.every(([name, value]) =>
        value === undefined ? request.query.has(name) : request.query.get(name) === value,
      )
    )
      continue;
    const { operation, binding } = candidate;
    return { operation, binding, members: read(candidate, match, request) };
  }
  return undefined;
}

/** The most specific first: more fixed and required parameters, then more literal path. */
function routes(service: Service): Route[] {
  let known = routesOf.get(service);
  if (!known) {
    known = Object.entries(service.operations)
      .flatMap(([operation, { http }]) => (http ? [compile(operation, http)] : []))
      .sort(
        (a, b) =>
          tellingParts(b) - tellingParts(a) ||
          a.labels.length - b.labels.length ||
          b.binding.path.length - a.binding.path.length,
      );
    routesOf.set(service, known);
  }
  return known;
}

function tellingParts({ fixed, binding: { requires = [] } }: Route): number {
  return fixed.length + requires.length;
}

function compile(operation: string, binding: HttpBinding): Route {
  const labels: string[] = [];
  const source = binding.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
      const greedy = part.endsWith('+}');
      labels.push(part.slice(1, greedy ? -2 : -1));
      return greedy ? '(.+)' : '([^/]+)';
    })
    .join('');
  const fixed = Object.entries(binding.query ?? {})
    .filter(([, member]) => member === '')
    .map(([name]): [string, string | undefined] => {
      const [key, value] = name.split('=');
      return [key as string, value];
    });
  return { operation, binding, labels, fixed, path: new RegExp(`^${source}/?$`) };
}

function read({ labels, binding }: Route, match: RegExpExecArray, request: WireRequest): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  labels.forEach((label, index) => {
    members[label] = decode(match[index + 1] as string);
  });
  for (const [name, member] of Object.entries(binding.query ?? {})) {
    const value = member === '' ? null : request.query.get(name);
    if (value !== null) members[member] = value;
  }
  for (const [name, member] of Object.entries(binding.headers ?? {})) {
    const value = name.endsWith('*') ? beginningWith(name.slice(0, -1), request.headers) : request.headers[name];
    if (value !== undefined) members[member] = value;
  }
  return members;
}

/** Headers of a common beginning, by the rest of their names. */
function beginningWith(prefix: string, headers: WireRequest['headers']): Record<string, string> | undefined {
  const found = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), String(value)]] : [],
  );
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('SerializationException', `the path holds a percent sign that encodes nothing: ${text}`);
  }
}

/** Status, headers and, where the binding names one, the raw body of an answer. */
export function respond(
  output: Record<string, unknown>,
  binding: HttpBinding,
  requestId: string,
): WireResponse & { rest: Record<string, unknown> } {
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId };
  const rest = { ...output };
  for (const [member, name] of Object.entries(binding.outputHeaders ?? {})) {
    const value = rest[member];
    delete rest[member];
    if (name.endsWith('*')) {
      for (const [rest, text] of Object.entries(value ?? {})) headers[name.slice(0, -1) + rest] = String(text);
    } else if (value !== undefined) headers[name] = value instanceof Date ? value.toUTCString() : String(value);
  }
  const status = Number((binding.outputStatus && rest[binding.outputStatus]) ?? binding.status ?? 200);
  if (binding.outputStatus) delete rest[binding.outputStatus];
  const raw = binding.outputPayload === undefined ? undefined : rest[binding.outputPayload];
  const body =
    typeof raw === 'string' || Buffer.isBuffer(raw) ? raw : raw instanceof Uint8Array ? Buffer.from(raw) : '';
  return { status, headers, body, rest };
}
