/** An apply with nothing deployed that is killed, throttled, failed and signed out, and run again until it ends. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { HOME, isQuick, isSame, isUnchanged, namedAs, removalsOf } from './chosen.ts';
import { type Ended, read, start } from './command.ts';
import type { FarAssociation, FarEffect, World } from './world.ts';

/** Associations of one plan. */
const MOST = 6;
/** Runs of one command, killed ones included. */
const MOST_RUNS = 12;

/** Done, or out of date: a run that had ended before it was killed left nothing of the plan. */
const ENDS: readonly unknown[] = [0, 5];

interface Plan {
  id: string;
  items: object[];
}

interface Applied {
  counts: { removed: number; killed: number; signedOut: number };
  problems: string[];
}

/** @param next of what is random. */
export async function applyKilled(world: World, state: string, next: () => number): Promise<Applied> {
  const env = { AWS_ENDPOINT_URL: world.endpoint, XDG_STATE_HOME: state };
  const chosen = (await world.associations()).filter(isQuick).slice(0, MOST);
  const counts = { removed: 0, killed: 0, signedOut: 0 };
  if (chosen.length === 0) return { counts, problems: [] };
  const { plan } = await planOf(chosen, state, env);
  for (const one of chosen) await world.succeedAfter(one, Math.floor(next() * 5));
  await world.fault({ kind: 'throttle', rate: 0.2 });
  await world.fault({ kind: 'server-error', rate: 0.05 });
  await world.fault({ kind: 'expired-credentials', rate: 0.05, times: 1 });
  const apply = ['apply', plan.id, '--here', '--allow-changes', '--yes', '--approved-by-ticket', 'a proof'];
  let ended: Ended = { code: null, out: '' };
  for (let run = 0; run < MOST_RUNS && !ENDS.includes(ended.code); run++) {
    const running = start([...apply, '-o', 'json'], env, `${HOME.account} ${HOME.region} dana\n`);
    if (run < 2) await killAfter(world, running, 1 + Math.floor(next() * (10 + 4 * chosen.length)));
    ended = await running.ended;
    if (ended.code === null) counts.killed++;
    if (ended.code === 7) counts.signedOut++;
  }
  const left = (await world.associations()).filter((one) => chosen.some((other) => isUnchanged(one, other)));
  counts.removed = chosen.length - left.length;
  const problems = ENDS.includes(ended.code) ? [] : [`apply ended with ${ended.code}: ${ended.out}`];
  return { counts, problems: [...problems, ...problemsOf(chosen, left, await world.effects())] };
}

function planOf(named: readonly FarAssociation[], state: string, env: Readonly<Record<string, string>>) {
  const file = join(state, 'named.json');
  writeFileSync(file, JSON.stringify(namedAs(named)));
  return read<{ plan: Plan }>(['plan', '--associations', file, '--here'], env);
}

/** By the calls that have arrived there, which no machine's speed changes. */
async function killAfter(world: World, { process, ended }: ReturnType<typeof start>, calls: number): Promise<void> {
  const before = await world.arrived();
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && (await world.arrived()) - before < calls) await delay(20);
  process.kill('SIGKILL');
}

function problemsOf(
  chosen: readonly FarAssociation[],
  left: readonly FarAssociation[],
  effects: readonly FarEffect[],
): string[] {
  const removals = removalsOf(effects);
  return [
    ...chosen.flatMap((one) => {
      const times = removals.filter((effect) => isSame(one, effect)).length;
      return times === 1 ? [] : [`${one.kind} ${one.key} was removed ${times} times`];
    }),
    ...left.map(({ kind, key }) => `${kind} ${key} is still there`),
    ...removals
      .filter((effect) => !chosen.some((one) => isSame(one, effect)))
      .map(({ kind, key }) => `${kind} ${key} was removed, and not asked for`),
  ];
}
