/** Permissions: each one of the template's is used by some run, and without it that run is refused. */

import { fileURLToPath } from 'node:url';
import { grantsOfStack, loadStack, type Refusal, type Stack, type StackGrant, withoutGrant } from '@offboard/local-aws';
import { random } from '@offboard/local-aws/random';
import { packagedSource, spokeSources } from '../cli/common/local-stack.ts';
import { packageIfStale } from '../packaging/build-if-stale.ts';
import { SPOKE } from '../simulators/common/locations.ts';
import { type Harness, openHarness } from './common/harness.ts';
import type { Proof } from './common/proof.ts';
import { CLOUD, type Scenario } from './permissions/scenario.ts';
import { scenarios } from './permissions/scenarios.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const permissions: Proof = {
  claim:
    'without any one of its permissions a run of the stack is refused in the words of AWS, and none is there for nothing',
  // As many permissions as are taken away: all there are, where there are fewer.
  full: 10_000,
  small: 1,
  async run({ seed, size, note }) {
    await packageIfStale();
    const next = random('permissions', seed);
    const grants = grantsOfAll();
    const whole = size >= grants.length;
    // A sample of them is taken from a sample of the runs, which cannot tell what no run uses.
    const runs = whole ? scenarios : sample(scenarios.filter(isShort), size, next);
    const users = await usersOf(runs, seed, note);
    const used = grants.filter((grant) => users.has(nameOf(grant)));
    const unused = whole ? grants.filter((grant) => !users.has(nameOf(grant))) : [];
    const failures = unused.map((grant) => `${nameOf(grant)} was used by no run`);
    for (const failure of failures) note(`permissions: ${failure}`);
    const tried = sample(used, size, next);
    for (const [index, grant] of tried.entries()) {
      const scenario = users.get(nameOf(grant)) as Scenario;
      const refusals = await runWithout(grant, scenario, seed);
      if (!refusals.some((refusal) => isAbout(refusal, grant))) {
        failures.push(`${nameOf(grant)}: without it '${scenario.name}' was not refused`);
        note(`permissions: ${failures.at(-1)}`);
      }
      if (index % 50 === 49) note(`permissions: ${index + 1} of ${tried.length} taken away`);
    }
    const counts = { permissions: grants.length, runs: runs.length, taken: tried.length, unused: unused.length };
    return { counts, failures };
  },
};

function sample<Item>(items: readonly Item[], size: number, next: () => number): Item[] {
  return items
    .map((item) => ({ item, order: next() }))
    .toSorted((one, other) => one.order - other.order)
    .slice(0, size)
    .map(({ item }) => item);
}

function isShort({ size }: Scenario): boolean {
  return size === undefined;
}

interface OwnedGrant extends StackGrant {
  stack: string;
}

/** Of the stack, and of the role that it is given in other accounts. */
function grantsOfAll(): OwnedGrant[] {
  const spoke = spokeSources(ROOT).filter(({ account }) => account === SPOKE.account);
  return [packagedSource(ROOT), ...spoke]
    .map(loadStack)
    .flatMap((each) => grantsOfStack(each).map((grant) => ({ ...grant, stack: each.arn })));
}

/** By permission: the shortest run that uses it. */
async function usersOf(
  runs: readonly Scenario[],
  seed: number,
  note: (line: string) => void,
): Promise<Map<string, Scenario>> {
  const users = new Map<string, Scenario>();
  for (const scenario of runs) {
    const harness = await open(scenario, seed);
    try {
      const begun = performance.now();
      await scenario.run(harness);
      note(`permissions: ${scenario.name} (${Math.round(performance.now() - begun)} ms)`);
      for (const used of harness.runtime.iam.record.used()) {
        const name = nameOf(used);
        if (!users.has(name)) users.set(name, scenario);
      }
    } finally {
      await harness.close();
    }
  }
  return users;
}

/** @returns what was refused, where the stack could be deployed at all; else the deployment's own refusal. */
async function runWithout(
  grant: OwnedGrant,
  scenario: Scenario,
  seed: number,
): Promise<readonly Pick<Refusal, 'action' | 'message'>[]> {
  const alter = (stack: Stack) => (stack.arn === grant.stack ? withoutGrant(stack, grant) : stack);
  let harness: Harness;
  try {
    harness = await open(scenario, seed, alter);
  } catch (error) {
    return [{ action: grant.action, message: (error as Error).message }];
  }
  try {
    await scenario.run(harness);
    return harness.runtime.iam.record.refusals();
  } finally {
    await harness.close();
  }
}

function open(
  { name: _name, run: _run, ...options }: Scenario,
  seed: number,
  alter?: (stack: Stack) => Stack,
): Promise<Harness> {
  return openHarness({ seed, ...CLOUD, ...options, ...(alter && { alter }) });
}

/** IAM's words, and those of Step Functions for a role that does not trust it. */
const REFUSED = /is not authorized to |is authorized to assume the provided role/;

function isAbout({ action, message }: Pick<Refusal, 'action' | 'message'>, grant: StackGrant): boolean {
  return action === grant.action && REFUSED.test(message);
}

function nameOf({ owner, policyType, policy, statement, action, resource }: Omit<StackGrant, 'logicalId'>): string {
  return `${owner.split(':').slice(4).join(':')} ${policyType} ${policy}[${statement}] ${action} on ${resource}`;
}
