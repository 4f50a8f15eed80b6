/** What a plan is expected to take and to cost. */

import { pollsUntil, STUCK_AFTER } from '../associations/common/pace.ts';
import { paceFor } from '../associations/common/policy.ts';
import { associationOf } from '../associations/registry.ts';
import { turnsOf } from './apply.ts';
import type { DiscoveredPage } from './common/found.ts';
import type { Estimate, PlanItem } from './common/plan.ts';
import { groupsOf, type ItemGroup } from './item-groups.ts';
import { PER_INVOCATION, PRICES } from './prices.ts';

interface Estimated {
  items: readonly PlanItem[];
  /** Of the discovery that found them. */
  pages: readonly DiscoveredPage[];
  /** How often it is verified afterwards. */
  verifications: number;
}

/** What a run needs. */
interface Work {
  transitions: number;
  invocations: number;
  executions: number;
  puts: number;
  gets: number;
  writeUnits: number;
  events: number;
}

/** Of the offboarding's own execution, with an approval: what does not grow with searches and items. */
const OWN: Work = { transitions: 24, invocations: 10, executions: 1, puts: 4, gets: 4, writeUnits: 2, events: 2 };

export function estimateOf({ items, pages, verifications }: Estimated): Estimate {
  const polls = groupsOf(items).map(pollsOfGroup);
  const batches = batchesIn(items);
  const discovery = discoveryOf(pages);
  const offboarding = [OWN, discovery, discovery, ...polls.map(removalOf)];
  const verification = verificationOf(pages.filter(({ found }) => found.length > 0));
  const verifying = Array.from({ length: items.length > 0 ? verifications : 0 }, () => verification);
  const all = [...offboarding, ...verifying];
  return {
    seconds: { p50: secondsOf(batches, 1), p90: secondsOf(batches, STUCK_AFTER) },
    polls: polls.reduce((sum, one) => sum + one, 0),
    transitions: { offboarding: sumOf(offboarding, 'transitions'), verifications: sumOf(verifying, 'transitions') },
    invocations: sumOf(all, 'invocations'),
    dollars: Number(all.reduce((sum, one) => sum + dollarsOf(one), 0).toFixed(4)),
  };
}

function pollsOfGroup(group: ItemGroup): number {
  return Math.max(...group.map(pollsOf));
}

function pollsOf({ kind, target, snapshot, usualSeconds }: PlanItem): number {
  return pollsUntil(paceFor(associationOf(kind).policy, target, snapshot), usualSeconds);
}

/** By the paths of `disassociate.asl.json` and `apply.asl.json`: seven states of its own, three a poll, one in its batch. Of one request. */
export function removalOf(polls: number): Work {
  return {
    transitions: 8 + 3 * polls,
    invocations: 2 + polls,
    executions: 2,
    puts: 1,
    gets: 2,
    writeUnits: 2,
    events: 1,
  };
}

/** Two states a search, three a page. */
function discoveryOf(pages: readonly DiscoveredPage[]): Work {
  const transitions = 2 * searchesIn(pages) + 3 * pages.length;
  const count = pages.length;
  return { transitions, invocations: count, executions: 0, puts: count, gets: count, writeUnits: 0, events: 0 };
}

/** By the path of `verify.asl.json`, which searches where something was removed. */
function verificationOf(pages: readonly DiscoveredPage[]): Work {
  const transitions = 5 + searchesIn(pages) + 3 * pages.length;
  const count = pages.length;
  return { transitions, invocations: 1 + count, executions: 0, puts: count, gets: count, writeUnits: 0, events: 0 };
}

function searchesIn(pages: readonly DiscoveredPage[]): number {
  return new Set(pages.map(({ search }) => search.id)).size;
}

function sumOf(work: readonly Work[], member: keyof Work): number {
  return work.reduce((sum, one) => sum + one[member], 0);
}

function dollarsOf({ transitions, invocations, executions, puts, gets, writeUnits, events }: Work): number {
  return (
    transitions * PRICES.transition +
    invocations * (PER_INVOCATION.lambda + PER_INVOCATION.logs + PER_INVOCATION.traces) +
    executions * PRICES.trace +
    puts * PRICES.put +
    gets * PRICES.get +
    writeUnits * PRICES.writeUnit +
    events * PRICES.event
  );
}

/** The items of one kind in one phase, in seconds and in how many turns. */
interface Batch {
  turns: number;
  usual: number;
}

/** By phase. */
function batchesIn(items: readonly PlanItem[]): Batch[][] {
  return [...Map.groupBy(items, ({ phase }) => phase).values()].map((inPhase) =>
    [...Map.groupBy(inPhase, ({ kind }) => kind).values()].map((those) => ({
      turns: turnsOf(those),
      usual: those.reduce((longest, { usualSeconds }) => Math.max(longest, usualSeconds), 0),
    })),
  );
}

/**
 * Phases come one after the other; within one, kinds go side by side, so many at once each.
 * @param slowest how many times the usual duration the last turn takes.
 */
function secondsOf(phases: readonly Batch[][], slowest: number): number {
  return phases.reduce(
    (sum, batches) => sum + Math.max(...batches.map(({ turns, usual }) => (turns - 1 + slowest) * usual)),
    0,
  );
}
