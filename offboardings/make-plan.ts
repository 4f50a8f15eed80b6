/** The plan of an offboarding: what it would remove, in which order, why, and at what risk. */

import type { Json } from '../associations/common/json.ts';
import type { Assessment } from '../associations/common/policy.ts';
import type { Target } from '../associations/common/target.ts';
import { associationOf } from '../associations/registry.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import { assess } from './assess.ts';
import { canonical, sha256 } from './canonical.ts';
import type { DiscoveredPage, FoundAssociation, Search } from './common/found.ts';
import type { Excluded, Plan, PlanItem } from './common/plan.ts';
import { type DependentsOf, dependentsIn } from './dependents.ts';
import { estimateOf } from './estimate.ts';
import { asNamed, isNamed } from './explicit-targets.ts';
import { withAllowance } from './inaccessible.ts';
import { matcher } from './policy.ts';

interface Making {
  /** Ages are counted from this moment. */
  now: Date;
  /** As in Plan. */
  stack: string;
  /** How often the stack verifies an offboarding afterwards. */
  verifications: number;
}

export function makePlan(
  request: OffboardingRequest,
  pages: readonly DiscoveredPage[],
  { now, stack, verifications }: Making,
): Plan {
  const wanted = pages.flatMap((page) => wantedOf(page, request, now));
  const items = inOrder(deduplicated(wanted), dependentsIn(pages));
  return {
    id: planId({ stack, request, items }),
    stack,
    madeAt: now.toISOString(),
    request,
    items,
    excluded: missing(pages),
    ...inheritedIn(pages, items),
    scanned: scannedIn(pages),
    inaccessible: pages.flatMap(({ inaccessible }) => inaccessible).map((place) => withAllowance(place, request)),
    ...subjectIn(pages, request),
    estimate: estimateOf({ items, pages, verifications }),
  };
}

function scannedIn(pages: readonly DiscoveredPage[]): number {
  const places = Map.groupBy(pages, ({ search, account }) => canonical([search.kind, account, search.where.region]));
  return [...places.values()].reduce((sum, those) => {
    const resources = new Set(those.flatMap(({ scanned }) => scanned));
    const associations = new Set(those.flatMap(({ found }) => found.map(({ target }) => canonical(target))));
    return sum + Math.max(resources.size, associations.size);
  }, 0);
}

/** A subject of the type `kind` is everything of that kind, and exists. */
function subjectIn(pages: readonly DiscoveredPage[], { data: { subject } }: OffboardingRequest) {
  if (subject === undefined) return {};
  const own = pages.filter(({ search }) => search.reason === `${subject.type} ${subject.id}`);
  const isFound = own.some(({ subjectFound, found }) => subjectFound || found.length > 0);
  return { subjectFound: subject.type === 'kind' || isFound };
}

/**
 * A SHA-256 hash of the stack, of what is offboarded, on which terms, and of the items; without ages and estimates, which
 * change. The same for a plan and for the request that applies it.
 */
export function planId({ stack, request: { data }, items }: Pick<Plan, 'stack' | 'request' | 'items'>): string {
  const { mode: _mode, planId: _planId, ...terms } = data.options ?? {};
  return sha256({ ...data, stack, options: terms, items: items.map(identity).sort() });
}

/** What makes it this association, with these risks, and not one that took its place since. */
function identity(item: PlanItem): string {
  const { kind, target, where, account, label, serviceStatus, since, risks } = item;
  return canonical({ kind, target, where, account, label, serviceStatus, since, risks, provider: serviceId(item) });
}

/** The service's own id of the association, where it has one. */
function serviceId({ kind, snapshot }: PlanItem): Json | undefined {
  if (typeof snapshot !== 'object' || snapshot === null || Array.isArray(snapshot)) return undefined;
  return associationOf(kind).policy.identityOf?.(snapshot);
}

interface Wanted {
  found: FoundAssociation;
  reason: string;
}

function wantedOf({ search, found }: DiscoveredPage, { data }: OffboardingRequest, now: Date): Wanted[] {
  const { policy } = data;
  const matches = policy !== undefined && search.reason === `policy ${policy.name}` ? matcher(policy, now) : undefined;
  return found
    .filter((one) => (search.targets === undefined || isNamed(one, search.targets)) && (matches?.(one) ?? true))
    .map((one) => ({ found: { ...one, target: asNamed(one, search.targets) }, reason: search.reason }));
}

/** One item an association, with every reason. */
function deduplicated(wanted: readonly Wanted[]): { found: FoundAssociation; reasons: string[] }[] {
  const known = new Map<string, { found: FoundAssociation; reasons: Set<string> }>();
  for (const { found, reason } of wanted) {
    const key = keyOf(found);
    const earlier = known.get(key);
    if (earlier === undefined) known.set(key, { found, reasons: new Set([reason]) });
    else earlier.reasons.add(reason);
  }
  return [...known.values()].map(({ found, reasons }) => ({ found, reasons: [...reasons].sort() }));
}

/** The order depends on the associations alone, not on the order of discovery. */
function inOrder(
  wanted: readonly { found: FoundAssociation; reasons: string[] }[],
  dependentsOf: DependentsOf,
): PlanItem[] {
  const byKind = Map.groupBy(
    wanted.map(({ found }) => found),
    ({ kind }) => kind,
  );
  const items = wanted.map(({ found, reasons }) => ({
    ...planned(found, reasons, phaseOf(found, byKind.get(found.kind) ?? [])),
    ...assess(found, dependentsOf),
  }));
  const sorted = items
    .map((item) => ({ item, key: canonical([item.kind, item.account, item.where, item.target]) }))
    .sort((a, b) => a.item.phase - b.item.phase || (a.key < b.key ? -1 : 1));
  return sorted.map(({ item }, index) => ({ ...item, number: index + 1 }));
}

/** 1, unless the kind's policy says that it comes later. */
function phaseOf(found: FoundAssociation, sameKind: readonly FoundAssociation[]): number {
  return associationOf(found.kind).policy.phaseOf?.(found, sameKind) ?? 1;
}

function planned(found: FoundAssociation, reasons: string[], phase: number): Omit<PlanItem, keyof Assessment> {
  const { restorable: _restorable, role: _role, ...rest } = found;
  return { number: 0, phase, ...rest, reasons };
}

/** What is inherited, once each; what is also an item is none of it, nor what needs a role that the subject does not have. */
function inheritedIn(pages: readonly DiscoveredPage[], items: readonly PlanItem[]): Pick<Plan, 'inherited'> {
  const removed = new Set(items.map(keyOf));
  const roles = new Set(pages.flatMap(({ found, inherited = [] }) => [...found, ...inherited].map(({ role }) => role)));
  const all = pages
    .flatMap((page) => page.inherited ?? [])
    .filter((one) => !removed.has(keyOf(one)) && (one.throughRole === undefined || roles.has(one.throughRole)))
    .map(({ role: _role, throughRole: _throughRole, ...one }) => one);
  const inherited = [...new Map(all.map((one) => [canonical([keyOf(one), one.through]), one]))]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, one]) => one);
  return inherited.length === 0 ? {} : { inherited };
}

/** Which association it is. */
function keyOf({ kind, account, where, target }: Pick<FoundAssociation, 'kind' | 'account' | 'where' | 'target'>) {
  return canonical([kind, account, where.region, target]);
}

/** Requested targets that their search did not find. */
function missing(pages: readonly DiscoveredPage[]): Excluded[] {
  const searches = new Map(pages.map(({ search }) => [search.id, search]));
  return [...searches.values()].flatMap((search) => {
    const found = pages.filter((page) => page.search.id === search.id).flatMap((page) => page.found);
    return (search.targets ?? []).filter((target) => !found.some((one) => isNamed(one, [target]))).map(held(search));
  });
}

function held({ kind, where }: Search): (target: Target) => Excluded {
  return (target) => ({ kind, target, where, reason: 'not found: already gone, or never associated' });
}
