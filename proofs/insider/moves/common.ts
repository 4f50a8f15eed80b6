/** What moves are made of. */

import { digits, pick } from '@offboard/local-aws/random';
import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { type Metadata, newMetadata } from '../../../events/metadata.ts';
import { sha256 } from '../../../offboardings/canonical.ts';
import { guardrails } from '../../../offboardings/guardrails/index.ts';
import { placesIn, type RequestDetail } from '../../common/requests.ts';
import type { Attack } from '../common/attack.ts';
import { UNANSWERED } from '../common/honest.ts';

export interface Move {
  /** Completes "the insider tries …". */
  name: string;
  /** @throws the error with which AWS refuses it. */
  run(attack: Attack): Promise<void>;
}

/** All at once that lifts a limit. */
export const LIFTED = {
  mode: 'apply',
  approval: 'none',
  limits: { associations: 10_000, percent: 100 },
  overrides: guardrails.map(({ name }) => ({ guardrail: name, reason: 'I am in a hurry' })),
};

export function metadataOf({ harness, next }: Attack, given: Partial<Metadata> = {}): Metadata {
  const timestamp = new Date(harness.runtime.clock.now()).toISOString();
  return newMetadata({ id: digits(26, next), timestamp, ...given });
}

/** A request for this association. */
export function single(attack: Attack, entry: AssociationEntry, given: Partial<Metadata> = {}): RequestDetail {
  const { kind: association, target } = entry;
  return { metadata: metadataOf(attack, given), data: { association, target, where: placesIn(entry) } };
}

/** A request for an offboarding of this subject, by policy or by list. */
export function offboarding(
  attack: Attack,
  { options, ...data }: { options?: object; [field: string]: unknown },
  given: Partial<Metadata> = {},
) {
  const approvalDeadline = new Date(attack.harness.runtime.clock.now() + UNANSWERED).toISOString();
  return { metadata: metadataOf(attack, given), data: { ...data, options: { approvalDeadline, ...options } } };
}

/** Undefined before there is one. */
export function victim({ honest: { singles }, next }: Attack): RequestDetail | undefined {
  return singles.length === 0 ? undefined : pick(singles, next);
}

export function anyEntry({ entries, next }: Attack): AssociationEntry {
  return pick(entries, next);
}

/** In an order of their own. */
export function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  return items
    .map((item) => ({ item, order: next() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

/** An event as EventBridge might have delivered it, of another account. */
export function envelope(detail: object, detailType = 'DisassociationRequested') {
  return {
    id: sha256(detail).slice(0, 32),
    'detail-type': detailType,
    source: 'offboard',
    time: '2026-11-23T09:00:00Z',
    account: '444455556666',
    region: 'eu-west-1',
    resources: [],
    detail,
  };
}
