/** What of an offboarding can be tied again, and what that costs or mails. */

import type { Json } from '../associations/json.ts';
import type { Kind } from '../associations/registry.ts';
import { associationOf } from '../associations/registry.ts';
import type { Target } from '../associations/target.ts';
import type { Where } from '../events/where.ts';
import type { Evidence, EvidenceRecord } from './evidence.ts';
import type { ItemResult } from './item-result.ts';

export interface Restorable {
  number: number;
  kind: Kind;
  target: Target;
  where?: Where | undefined;
  label: string;
  before: Json;
  restoreMethod: string;
  /** What else it does: a deployment, a mail, a bill. */
  sideEffects: string;
  /** Why it cannot be tied again from here. */
  obstacle?: string;
}

/** What tying again does beside it, kind by kind. */
const SIDE_EFFECTS: Readonly<Record<Kind, string>> = {
  'opensearch-packages': 'a plugin starts a blue/green deployment; the domain takes no other change meanwhile',
  'codeartifact-external-connection': 'the repository fetches from the public registry again',
  'redshift-datashare-consumer': 'the producer must still authorize the share',
  'license-manager-user': 'a subscription is billed from then on; the instance must run',
  'payment-cryptography-mpa-team': 'every approver of the team gets a mail, and must agree',
};

/** Every item that was in the plan, in its order. */
export function restorablesIn({ records }: Evidence): Restorable[] {
  return records.flatMap((record) => itemIn(record, records) ?? []);
}

function itemIn(record: EvidenceRecord, records: readonly EvidenceRecord[]): Restorable | undefined {
  if (record.type === 'item') {
    const { number, kind, target, where, label, restoreMethod } = record.content.planned;
    return restorable({ number, kind, target, where, label }, record.content.result, restoreMethod);
  }
  if (record.type !== 'single') return undefined;
  const request = records.find(({ type }) => type === 'request')?.content;
  if (request === undefined || !('request' in request) || !('association' in request.request.data)) return undefined;
  const { association: kind, target: named, where } = request.request.data;
  const target = tiableTarget(named, record.content.result.before);
  const label = associationOf(kind).target.label(named);
  return restorable({ number: 1, kind, target, where, label }, record.content.result, 'asking for it again');
}

/** An instance user's ARN is the association's own: tied again, it has another. */
function tiableTarget(named: Target, before: Json): Target {
  if (named.instanceUserArn === undefined || typeof before !== 'object' || before === null) return named;
  const { Username, InstanceId, IdentityProvider, Domain } = before as { [field: string]: Json };
  return {
    username: Username,
    instanceId: InstanceId,
    identityProvider: IdentityProvider,
    ...(Domain !== undefined && { domain: Domain }),
  };
}

type Named = Pick<Restorable, 'number' | 'kind' | 'target' | 'where' | 'label'>;

function restorable(named: Named, result: ItemResult | null, restoreMethod: string): Restorable {
  const obstacle = obstacleTo(result, restoreMethod);
  return {
    ...named,
    before: result?.before ?? null,
    restoreMethod,
    sideEffects: SIDE_EFFECTS[named.kind],
    ...(obstacle !== undefined && { obstacle }),
  };
}

function obstacleTo(result: ItemResult | null, restoreMethod: string): string | undefined {
  if (result === null) return 'it was not tried';
  if (result.outcome === 'ALREADY_GONE') return 'it was gone before, so nothing was recorded of it';
  if (result.outcome !== 'DISASSOCIATED') return `it was not ended (${result.outcome})`;
  return restoreMethod === 'none' ? 'there is no way back: the service has none, or it was never tied' : undefined;
}
