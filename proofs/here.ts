/** Plans with nothing deployed, against a far side that is a process of its own and is reached over the wire alone. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { pick, random } from '@offboard/local-aws/random';
import { type Kind, kinds } from '../associations/registry.ts';
import { allowedCalls, READS } from '../cli/here/operations.ts';
import type { Proof } from './common/proof.ts';

const ROOT = join(import.meta.dirname, '..');
/** Associations of one world. */
const MOST = 40;

interface Call {
  service: string;
  operation: string;
}

interface Planned {
  plan: { id: string; items: object[] } | null;
}

export const here: Proof = {
  claim:
    "a plan with nothing deployed has the items of the deployed stack's, and only the kinds' reads reach the account",
  full: 1_000,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    let items = 0;
    let calls = 0;
    for (let index = 0; index < size; index++) {
      const next = random('here', seed, index);
      const world = await startWorld(seed * 1_000 + index, 1 + Math.floor(next() * MOST));
      try {
        const found = await compare(world, pick(kinds, next));
        failures.push(...found.problems.map((problem) => `world ${index}: ${problem}`));
        items += found.items;
        calls += found.calls;
      } finally {
        await world.close();
      }
      if (index % 50 === 49) note(`here: ${index + 1} of ${size}`);
    }
    return { counts: { worlds: size, items, calls }, failures };
  },
};

interface World {
  endpoint: string;
  close(): Promise<void>;
}

async function startWorld(seed: number, size: number): Promise<World> {
  const words = ['dev', '--port', '0', '--seed', String(seed), '--size', String(size), '-o', 'json'];
  const child = spawn(process.execPath, ['bin/offboard.mjs', ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    const { endpoint } = JSON.parse(line) as { endpoint: string };
    return {
      endpoint,
      async close() {
        child.kill();
        await exited;
      },
    };
  }
  throw new Error('offboard dev printed no endpoint');
}

async function compare({ endpoint }: World, kind: Kind) {
  const deployed = await planOf(kind, ['--endpoint', endpoint], {});
  const before = await callsOf(endpoint, 1);
  const state = mkdtempSync(join(tmpdir(), 'prove-here-'));
  try {
    const own = await planOf(kind, ['--here'], { AWS_ENDPOINT_URL: endpoint, XDG_STATE_HOME: state });
    const { total } = await callsOf(endpoint, 1);
    const { calls } = await callsOf(endpoint, total - before.total);
    return { items: own.plan?.items.length ?? 0, calls: calls.length, problems: problemsOf(deployed, own, calls) };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

function problemsOf(deployed: Planned, own: Planned, calls: readonly Call[]): string[] {
  const { operations } = allowedCalls(READS);
  const names = new Set([...operations].map((operation) => operation.slice(operation.indexOf(':') + 1)));
  const others = calls.filter(({ service, operation }) => service !== 'sts' && !names.has(operation));
  return [
    ...(own.plan === null ? ['no plan was made'] : []),
    ...(own.plan?.id === deployed.plan?.id ? [] : [`the plan is ${own.plan?.id}, the stack's is ${deployed.plan?.id}`]),
    ...others.map(({ service, operation }) => `${service} ${operation} reached the account`),
  ];
}

async function planOf(kind: Kind, where: readonly string[], env: Readonly<Record<string, string>>): Promise<Planned> {
  const words = [
    'plan',
    '--kind',
    kind,
    '--everything',
    '--override',
    'max-associations=a proof',
    '-o',
    'json',
    ...where,
  ];
  const child = spawn(process.execPath, ['bin/offboard.mjs', ...words], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      XDG_CACHE_HOME: process.env.XDG_CACHE_HOME,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'dana',
      AWS_SECRET_ACCESS_KEY: 'dana',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(await text(child.stdout)) as Planned;
}

async function callsOf(endpoint: string, most: number): Promise<{ total: number; calls: Call[] }> {
  if (most === 0) return { total: 0, calls: [] };
  const response = await fetch(`${endpoint}/_local-aws/calls?most=${most}`);
  return (await response.json()) as { total: number; calls: Call[] };
}
