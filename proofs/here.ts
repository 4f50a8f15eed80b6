/** Plans and removals with nothing deployed, against a far side that is a process of its own and is reached over the wire alone. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pick, random } from '@offboard/local-aws/random';
import { type Kind, kinds } from '../associations/registry.ts';
import { allowedCalls, READS } from '../cli/here/operations.ts';
import type { Proof } from './common/proof.ts';
import { isQuick } from './here/chosen.ts';
import { read } from './here/command.ts';
import { applyKilled } from './here/killed-apply.ts';
import { applyWithoutNetwork } from './here/without-network.ts';
import { type FarCall, World } from './here/world.ts';

/** Associations of one world. */
const MOST = 40;
/** Of the large one, in five accounts: ten a world of the proof, at most. */
const LARGE = 10_000;
/** Removed while there is no network. */
const CUT_OFF = 8;

/** Who the caller is, and which places there are. */
const LISTS = ['sts', 'account', 'organizations'];

const EVERYWHERE = ['--all-regions', '--organization', 'offboard-spoke'];

interface Planned {
  plan: { id: string; items: object[] } | null;
}

export const here: Proof = {
  claim:
    "a plan with nothing deployed has the items of the deployed stack's and only reads reach the account; what is applied is removed once, however often the process is killed and while there is no network",
  full: 1_000,
  small: 1,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { worlds: size, items: 0, calls: 0, removed: 0, killed: 0, signedOut: 0, cutOff: 0 };
    const add = (what: string, { problems, counts: counted }: Found) => {
      failures.push(...problems.map((problem) => `${what}: ${problem}`));
      for (const [name, count] of Object.entries(counted)) counts[name as keyof typeof counts] += count;
    };
    for (let index = 0; index < size; index++) {
      const next = random('here', seed, index);
      await inWorld(seed * 1_000 + index, 1 + Math.floor(next() * MOST), async (world, state) => {
        add(`world ${index}`, await compare(world, state, pick(kinds, next)));
        add(`world ${index}`, await applyKilled(world, state, next));
      });
      if (index % 50 === 49) note(`here: ${index + 1} of ${size}`);
    }
    if (size === 1) return { counts, failures };
    await inWorld(seed, Math.min(10 * size, LARGE), async (world, state) => {
      for (const kind of kinds) add(`large world, ${kind}`, await compare(world, state, kind));
      const chosen = (await world.associations()).filter(isQuick).slice(0, CUT_OFF);
      const problems = await applyWithoutNetwork(world, join(state, 'cut-off'), chosen);
      add('without a network', { counts: { cutOff: chosen.length }, problems });
    });
    return { counts, failures };
  },
};

interface Found {
  counts: Readonly<Record<string, number>>;
  problems: readonly string[];
}

async function inWorld(
  seed: number,
  associations: number,
  work: (world: World, state: string) => Promise<void>,
): Promise<void> {
  const world = await World.start(seed, associations);
  const state = mkdtempSync(join(tmpdir(), 'prove-here-'));
  try {
    await work(world, state);
  } finally {
    await world.close();
    rmSync(state, { recursive: true, force: true });
  }
}

async function compare(world: World, state: string, kind: Kind) {
  const { endpoint } = world;
  const words = ['plan', '--kind', kind, '--everything', '--override', 'max-associations=a proof', ...EVERYWHERE];
  const deployed = await read<Planned>([...words, '--endpoint', endpoint], {});
  const before = await world.arrived();
  const own = await read<Planned>([...words, '--here'], { AWS_ENDPOINT_URL: endpoint, XDG_STATE_HOME: state });
  const calls = await world.callsSince(before);
  const items = own.plan?.items.length ?? 0;
  return { counts: { items, calls: calls.length }, problems: problemsOf(deployed, own, calls) };
}

function problemsOf(deployed: Planned, own: Planned, calls: readonly FarCall[]): string[] {
  const { operations } = allowedCalls(READS);
  const names = new Set([...operations].map((operation) => operation.slice(operation.indexOf(':') + 1)));
  const others = calls.filter(({ service, operation }) => !LISTS.includes(service) && !names.has(operation));
  return [
    ...(own.plan === null ? ['no plan was made'] : []),
    ...(own.plan?.id === deployed.plan?.id ? [] : [`the plan is ${own.plan?.id}, the stack's is ${deployed.plan?.id}`]),
    ...others.map(({ service, operation }) => `${service} ${operation} reached the account`),
  ];
}
