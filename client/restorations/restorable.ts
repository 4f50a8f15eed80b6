/** Which items of an offboarding can be associated again, how, and with which side effects. */

import type { Json } from '../../associations/common/json.ts';
import type { Target } from '../../associations/common/target.ts';
import { associationOf, type Kind } from '../../associations/registry.ts';
import { accountOf, type Where } from '../../events/where.ts';
import { canonical } from '../../offboardings/canonical.ts';
import type { Evidence, EvidenceRecord } from '../../offboardings/evidence/document.ts';
import type { ItemResult } from '../../offboardings/item-result.ts';

export interface Restorable {
  number: number;
  kind: Kind;
  target: Target;
  where?: Where | undefined;
  label: string;
  before: Json;
  restoreMethod: string;
  /** Who else must act. */
  restorableWith?: string | undefined;
  /** A deployment, a mail, a bill. */
  sideEffects: string;
  /** Why it cannot be associated again from here. */
  obstacle?: string;
}

/** Every item of the plan, in its order; then what a service removed together with one, and the plan does not have. */
export function restorablesIn({ records }: Evidence): Restorable[] {
  const items = records.flatMap((record) => itemIn(record, records) ?? []);
  const known = new Set(items.map(keyOf));
  const others = records.flatMap((record) => alsoRemovedWith(itemIn(record, records), record));
  const unknown = others.filter((one) => !known.has(keyOf(one)));
  return [...items, ...unknown.map((one, index) => ({ ...one, number: items.length + index + 1 }))];
}

function alsoRemovedWith(item: Restorable | undefined, record: EvidenceRecord): Restorable[] {
  if (item === undefined) return [];
  const { kind, where, sideEffects } = item;
  const { alsoRemoved = [] } =
    (record.type === 'item' || record.type === 'single' ? record.content.result : null) ?? {};
  const { label } = associationOf(kind).target;
  return alsoRemoved.map(({ target, before }) => ({
    number: 0,
    kind,
    target,
    where,
    label: label(target),
    before,
    restoreMethod: 'associate it again',
    sideEffects,
  }));
}

/** How to restore, and with whom, for people. */
export function restoreText({ restoreMethod, restorableWith }: Pick<Restorable, 'restoreMethod' | 'restorableWith'>) {
  return restorableWith === undefined ? restoreMethod : `${restoreMethod}; needs ${restorableWith}`;
}

function keyOf({ kind, target, where = {} }: Restorable): string {
  return canonical([kind, target, where]);
}

function itemIn(record: EvidenceRecord, records: readonly EvidenceRecord[]): Restorable | undefined {
  if (record.type === 'item') {
    const { number, kind, target, where, label, restoreMethod, restorableWith } = record.content.planned;
    return restorable({ number, kind, target, where, label, restorableWith }, record.content.result, restoreMethod);
  }
  if (record.type !== 'single') return undefined;
  const request = records.find(({ type }) => type === 'request')?.content;
  if (request === undefined || !('request' in request) || !('association' in request.request.data)) return undefined;
  const { association: kind, target: named, where } = request.request.data;
  const { result } = record.content;
  const target = restoreTarget(kind, named, result.before);
  const { target: contract, policy } = associationOf(kind);
  const account = accountOf(where, request.execution.split(':')[4] ?? '');
  const { restorableWith } = policy.assess({ target, account, where: where ?? {}, snapshot: result.before }, []);
  const item = { number: 1, kind, target, where, label: contract.label(named), restorableWith };
  return restorable(item, result, 'associate it again');
}

function restoreTarget(kind: string, target: Target, before: Json): Target {
  if (typeof before !== 'object' || before === null || Array.isArray(before)) return target;
  return associationOf(kind).policy.restoreTarget?.(target, before) ?? target;
}

type Named = Pick<Restorable, 'number' | 'kind' | 'target' | 'where' | 'label' | 'restorableWith'>;

function restorable(named: Named, result: ItemResult | null, restoreMethod: string): Restorable {
  const obstacle = obstacleTo(result, restoreMethod);
  return {
    ...named,
    before: result?.before ?? null,
    restoreMethod,
    sideEffects: associationOf(named.kind).policy.restoreSideEffects,
    ...(obstacle !== undefined && { obstacle }),
  };
}

function obstacleTo(result: ItemResult | null, restoreMethod: string): string | undefined {
  if (result === null) return 'it was not started';
  if (result.outcome === 'ALREADY_GONE') return 'this request did not remove it: it was gone before';
  if (result.outcome !== 'DISASSOCIATED') return `it was not removed (${result.outcome})`;
  return restoreMethod === 'none'
    ? 'it cannot be restored: the service has no call for it, or it was never associated'
    : undefined;
}
