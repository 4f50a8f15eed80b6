/** The item executions of a plan, in batches of one kind and phase. */

import { associationOf, associations, type Kind, kinds } from '../associations/registry.ts';
import { DAY_MS, LONGEST_DEADLINE_DAYS } from '../events/deadline.ts';
import type { Envelope } from '../events/define.ts';
import { type DisassociationRequest, disassociationRequested } from '../events/disassociation-requested.ts';
import { answerId } from '../events/ids.ts';
import { VERSION } from '../events/metadata.ts';
import { accountOf } from '../events/where.ts';
import { canonical, sha256 } from './canonical.ts';
import type { Plan, PlanItem } from './common/plan.ts';
import { groupsOf, type ItemGroup, resultsOf, targetOf } from './item-groups.ts';
import type { ItemResult } from './item-result.ts';

/** The execution of one item, or of several that one request removes: its name, and its input as EventBridge would deliver it. */
export interface ItemExecution {
  /** Of its first item in the plan. */
  number: number;
  kind: Kind;
  /** Kind, short target and hash; at most 80 letters, digits, hyphens and underscores. */
  name: string;
  request: ItemEnvelope;
}

/** A member that EventBridge gives no event, so that nothing from the bus passes for an item. */
export interface ItemEnvelope extends Envelope {
  offboarding: ItemMark;
}

/** Which item of which run of which offboarding it is. */
interface ItemMark {
  id: string;
  run: string;
  /** Of its first item in the plan. */
  number: number;
  /** Of `detail` and the above; the table of requests has it under the request's id. */
  contentHash: string;
}

/** Item executions of one kind and phase. */
export interface KindBatch {
  name: string;
  kind: Kind;
  /** In each account and Region, where the service's rates apply. */
  maxConcurrency: number;
  itemExecutions: ItemExecution[];
}

export interface ApplyOptions {
  /** The moment of the recheck: each request means the association as it was then. */
  now: Date;
  /** The execution's name: another run of the same request has item executions of its own. */
  run: string;
  account: string;
  region: string;
}

/** @returns phases, which run one after the other; the batches of a phase run side by side. */
export function batchesOf(plan: Plan, options: ApplyOptions): KindBatch[][] {
  const phases = [...new Set(plan.items.map(({ phase }) => phase))].sort();
  let before = 0;
  return phases.map((phase) => {
    const kindsOf = kinds.map((kind) => plan.items.filter((one) => one.phase === phase && one.kind === kind));
    const batches = kindsOf.filter((items) => items.length > 0);
    const made = batches.map((items) => batchOf(items, plan, { ...options, seconds: before + secondsOf(items) }));
    before += Math.max(...batches.map(secondsOf));
    return made;
  });
}

/** The longest that a batch may take: every item needs all of its time and waits for its turn. */
function secondsOf(items: readonly PlanItem[]): number {
  return Math.max(...items.map(({ deadlineSeconds }) => deadlineSeconds)) * turnsOf(items);
}

/** How many requests of one kind run one after the other, until the last of them has ended. Accounts and Regions run side by side. */
export function turnsOf(items: readonly PlanItem[]): number {
  const [{ kind }] = items as [PlanItem];
  const { maxConcurrency, serialKey } = associationOf(kind).policy;
  const requests = groupsOf(items).map(([first]) => first);
  const places = Map.groupBy(requests, ({ account, where }) => canonical([account, where.region]));
  const turns = Math.max(...[...places.values()].map(({ length }) => Math.ceil(length / maxConcurrency)));
  if (serialKey === undefined) return turns;
  const inSeries = Map.groupBy(requests, ({ account, where, target }) =>
    canonical([account, where, serialKey(target)]),
  );
  return Math.max(turns, ...[...inSeries.values()].map((those) => those.length));
}

/** The item executions of each account and Region. */
export function byPlace(itemExecutions: readonly ItemExecution[]): ItemExecution[][] {
  const places = Map.groupBy(itemExecutions, ({ request }) => {
    const { where = {} } = (request.detail as DisassociationRequest).data;
    return canonical([accountOf(where, ''), where.region]);
  });
  return [...places.values()];
}

interface BatchOptions extends ApplyOptions {
  /** From now until the last item must have ended. */
  seconds: number;
}

function batchOf(items: readonly PlanItem[], plan: Plan, options: BatchOptions): KindBatch {
  const [{ kind, phase }] = items as [PlanItem];
  return {
    name: `${phase}-${kind}`,
    kind,
    maxConcurrency: associations[kind].policy.maxConcurrency,
    itemExecutions: groupsOf(items).map((group) => itemExecutionOf(group, plan, options)),
  };
}

function itemExecutionOf(
  group: ItemGroup,
  { request }: Plan,
  { now, run, account, region, seconds }: BatchOptions,
): ItemExecution {
  const { metadata } = request;
  const [{ number, kind, where }] = group;
  const target = targetOf(group);
  const timestamp = now.toISOString();
  const hash = groupHash(group, metadata.id, run);
  const id = answerId(metadata.id, canonical([run, kind, target, where]));
  const detail = {
    metadata: {
      id,
      version: VERSION,
      timestamp,
      correlationId: metadata.correlationId,
      causationId: metadata.id,
      ...(metadata.requestedBy !== undefined && { requestedBy: metadata.requestedBy }),
      ...(metadata.reason !== undefined && { reason: metadata.reason }),
    },
    data: { association: kind, target, where, ...deadlineOf(group, seconds, request.data.options?.deadline, now) },
  };
  return {
    number,
    kind,
    name: executionName(kind, hash),
    request: {
      id: hash.slice(0, 32),
      'detail-type': disassociationRequested.detailType,
      source: disassociationRequested.source,
      time: `${timestamp.slice(0, 19)}Z`,
      account,
      region,
      resources: [],
      detail,
      offboarding: itemMark(detail, { id: metadata.id, run, number }),
    },
  };
}

function groupHash(group: ItemGroup, requestId: string, run: string): string {
  const [{ kind, where, account }] = group;
  return sha256([requestId, run, kind, targetOf(group), where, account]);
}

/**
 * @returns by the result of a request, those of the plan's items, one each; none where it is no request of the plan: whoever may
 * start executions can have results of other items stored among them.
 */
export function ownResults(
  { items, request }: Pick<Plan, 'items' | 'request'>,
  run: string,
): (stored: ItemResult) => ItemResult[] {
  const named = groupsOf(items).map((group): [string, ItemGroup] => [
    executionName(group[0].kind, groupHash(group, request.metadata.id, run)),
    group,
  ]);
  const groups = new Map(named);
  return (stored) => {
    const group = groups.get(stored.execution.split(':').at(-1) ?? '');
    return group?.[0].number === stored.number ? resultsOf(group, stored) : [];
  };
}

/** Whether this request is marked as an item of an offboarding, whose evidence includes its result. */
export function isItemRequest(envelope: Envelope): envelope is ItemEnvelope {
  return 'offboarding' in envelope;
}

/** @param detail of the item's request. */
export function itemMark(detail: unknown, { id, run, number }: Omit<ItemMark, 'contentHash'>): ItemMark {
  return { id, run, number, contentHash: sha256([detail, id, run, number]) };
}

/** Whether its content is the one that the mark names. Whoever may start executions may write any mark. */
export function hasMarkedContent({ detail, offboarding }: ItemEnvelope): boolean {
  const { id, run, number, contentHash } = offboarding ?? {};
  if (typeof id !== 'string' || typeof run !== 'string' || !Number.isSafeInteger(number)) return false;
  return contentHash === itemMark(detail, { id, run, number }).contentHash;
}

/**
 * A deadline counts from the request, and an item may wait for its turn: it gets the time of those before it as well.
 * The offboarding's own deadline applies where it is sooner and not yet over.
 */
function deadlineOf(group: ItemGroup, seconds: number, wanted: string | undefined, now: Date): { deadline?: string } {
  const latest = now.getTime() + Math.min(seconds * 1000, LONGEST_DEADLINE_DAYS * DAY_MS);
  const asked = wanted === undefined ? Number.POSITIVE_INFINITY : Date.parse(wanted);
  if (asked > now.getTime() && asked < latest) return { deadline: new Date(asked).toISOString() };
  return seconds > Math.max(...group.map(({ deadlineSeconds }) => deadlineSeconds))
    ? { deadline: new Date(latest).toISOString() }
    : {};
}

/** Without the label: names are in logs, metrics and CloudTrail, and a label may be a person's. At most 80 characters. */
export function executionName(kind: string, hash: string): string {
  return `${kind}_${hash.slice(0, 32)}`;
}
