/** What is missing for commands with --here. Nothing but reads is called, through the list of what may be called. */

import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { kinds } from '../../associations/registry.ts';
import { formatDuration } from '../../client/duration.ts';
import { ClientError } from '../../client/errors.ts';
import type { Context } from '../common/command.ts';
import { examine, type Finding } from '../common/findings.ts';
import { type Caller, findCaller } from './caller.ts';
import { endpointsOfKinds } from './endpoints.ts';
import { type Flags, regionIn } from './flags.ts';
import { type OpenStack, openStack } from './open.ts';
import { stateFolder } from './state-folder.ts';
import { tryReads } from './try-reads.ts';
import { createHttpHandler } from './upstream.ts';

/** Each in its turn: without the caller or the stack there is nothing to try. */
export async function examineHere(context: Context, flags: Flags): Promise<Finding[]> {
  const requestHandler = createHttpHandler();
  const servedAt = dateOfLastAnswer(requestHandler);
  // The calls that meet it have no answer.
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  const findings: Finding[] = [];
  const look = async (check: string, work: () => Promise<string>) => findings.push(await examine(check, work, context));
  let caller = undefined as Caller | undefined;
  let stack = undefined as OpenStack | undefined;
  try {
    await look('node', async () => checkNode(process.versions.node, process.env));
    await look('caller', async () => {
      caller = await findCaller(regionIn(flags), requestHandler, context.signal);
      return describeCaller(caller);
    });
    const date = servedAt();
    if (date !== undefined) await look('clock', async () => checkClock(Date.parse(date), Date.now()));
    const found = caller;
    if (found === undefined) return findings;
    await look('endpoints', () => checkEndpoints(requestHandler, found.region));
    await look('state', async () => {
      stack = await openStack({ context, flags, caller: found, requestHandler, onCredentialsEnded: ended.reject });
      return describeState(stateFolder({ ...found, stage: flags.stage }));
    });
    const started = stack;
    if (started === undefined) return findings;
    for (const kind of kinds) await look(kind, () => Promise.race([tryReads(kind, started, found), ended.promise]));
    return findings;
  } finally {
    await stack?.close();
    requestHandler.destroy();
  }
}

/** It heeds HTTPS_PROXY from 24.5 on; the launcher refuses what is older than 24. */
export function checkNode(version: string, env: NodeJS.ProcessEnv): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const proxy = env.HTTPS_PROXY ?? env.https_proxy;
  if (proxy === undefined || major > 24 || minor >= 5) return version;
  throw new ClientError('FAILED', `${version} does not heed HTTPS_PROXY`, 'use Node 24.5 or newer');
}

/** AWS accepts a signature for five minutes. */
const MAX_SKEW_MS = 4 * 60_000;

/** @param there when the service answered, to the second. */
export function checkClock(there: number, here: number): string {
  const skew = here - there;
  const text = `${formatDuration(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead of'} AWS's`;
  if (Math.abs(skew) < MAX_SKEW_MS) return text;
  throw new ClientError('FAILED', `${text}, which rejects signatures that are five minutes off`, 'set the clock');
}

/** Of what this handler has received. */
function dateOfLastAnswer(handler: NodeHttpHandler): () => string | undefined {
  let date: string | undefined;
  const handle = handler.handle.bind(handler);
  handler.handle = async (...request) => {
    const answer = await handle(...request);
    date = answer.response.headers.date;
    return answer;
  };
  return () => date;
}

async function describeCaller({ account, region, arn, credentials }: Caller): Promise<string> {
  const { expiration } = await credentials();
  const end = expiration && `; the session ends in ${formatDuration(expiration.getTime() - Date.now())}`;
  return `account ${account}, ${region}, as ${arn}${end ?? ''}`;
}

async function checkEndpoints(requestHandler: NodeHttpHandler, region: string): Promise<string> {
  const all = [...(await endpointsOfKinds(requestHandler, region))];
  const others = all.filter(([, { url }]) => !/\.(?:amazonaws\.com|api\.aws)$/.test(url.hostname));
  if (others.length === 0) return `AWS's own, of ${all.length} services`;
  return others.map(([service, { url }]) => `${service} at ${url.origin}`).join(', ');
}

function describeState(folder: string): string {
  const file = join(folder, 'offboard.sqlite');
  const { size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return `${file}, ${Math.ceil(size / 1024)} KiB`;
}
