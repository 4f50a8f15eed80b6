/** The far side: `offboard dev` as a process of its own, with another seed, reached over the wire alone. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, vi } from 'vitest';
import { packageIfStale } from '../../packaging/build-if-stale.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** A role's session there, as people have who sign in. */
export interface CallerCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

interface FarCall {
  service: string;
  operation: string;
  account: string;
  caller: string;
  result: string;
}

let process_: ChildProcess | undefined;
export let far: string;
export let caller: CallerCredentials;

/** Its spokes trust the functions' roles only; reporting what is missing lets everybody assume them. */
export function useFarSide(...options: string[]): void {
  beforeAll(async () => {
    await packageIfStale();
    far = await startFarSide(options);
    caller = await session('dana');
  });
  afterAll(() => {
    process_?.kill();
  });
}

/** Credentials of a new session of the role there. */
export async function session(name: string): Promise<CallerCredentials> {
  const sts = new STSClient({
    endpoint: far,
    region: 'us-east-1',
    credentials: { accessKeyId: 'far', secretAccessKey: 'far' },
  });
  const role = 'arn:aws:iam::111122223333:role/SecurityAudit';
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: name }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

async function startFarSide(options: readonly string[]): Promise<string> {
  const args = ['bin/offboard.mjs', 'dev', '--port', '0', '--iam', 'report', '-o', 'json', ...options];
  process_ = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: process_.stdout as NodeJS.ReadableStream })) {
    return (JSON.parse(line) as { endpoint: string }).endpoint;
  }
  throw new Error('offboard dev printed no endpoint');
}

/** The environment of somebody who has signed in there. */
export function signIn({ accessKeyId, secretAccessKey, sessionToken }: CallerCredentials = caller): void {
  vi.stubEnv('AWS_ENDPOINT_URL', far);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken);
}

async function callsThere(most: number): Promise<{ total: number; calls: FarCall[] }> {
  const response = await fetch(`${far}/_local-aws/calls?most=${most}`);
  return (await response.json()) as { total: number; calls: FarCall[] };
}

async function control(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${far}/_local-aws/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

/** Every call of this kind there fails, until what this returns is called. */
export async function fault(spec: Record<string, unknown>): Promise<() => Promise<unknown>> {
  await control('faults', { rate: 1, ...spec });
  return () => fetch(`${far}/_local-aws/faults`, { method: 'DELETE' });
}

/** How an association there goes when it is removed. */
export function script(kind: string, key: string, scriptedOutcome: object): Promise<void> {
  return control('associations', { kind, key, account: '111122223333', region: 'us-east-1', scriptedOutcome });
}

/** The clock there goes this many seconds ahead. */
export function advance(seconds: number): Promise<void> {
  return control('clock', { advance: seconds });
}

/** @returns what has reached the far side from now on, whenever it is called. */
export async function callsSince(): Promise<() => Promise<FarCall[]>> {
  const before = (await callsThere(1)).total;
  return async () => {
    const { total } = await callsThere(1);
    return total === before ? [] : (await callsThere(total - before)).calls;
  };
}

/** What reached the far side while this ran. */
export async function callsDuring(work: () => Promise<unknown>): Promise<FarCall[]> {
  const since = await callsSince();
  await work();
  return since();
}
