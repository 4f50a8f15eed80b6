/** Compares the published outcome of a request with the simulated cloud. */

import { ABSENT, type AssociationEntry, type EffectRecord, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { finalEvents, type Harness, type PublishedEvent } from '../common/harness.ts';
import type { Request } from '../common/requests.ts';

export function outcomeProblems({ id, entry }: Request, { answers, runtime: { cloud } }: Harness): string[] {
  const [last] = finalEvents(answers.get(id)).slice(-1);
  if (last === undefined) return [`${id} (${entry.kind} ${entry.key}) has no final event`];
  const problem = contradiction(last, entry, cloud);
  return problem === undefined ? [] : [`${id} (${entry.kind} ${entry.key}): ${problem}`];
}

/**
 * DISASSOCIATED must be true when the event was published; FAILED must be the service's own failure, after it was called.
 */
function contradiction(
  { data, detailType, metadata }: PublishedEvent,
  entry: AssociationEntry,
  cloud: SimulatedCloud,
): string | undefined {
  const { outcome = detailType, error, message } = data;
  const status = statusAt(cloud, entry, Date.parse(metadata.timestamp));
  const disassociated = cloud.isDisassociated(entry, status);
  const published = [outcome, error, message].filter((word) => word !== undefined).join(', ');
  switch (outcome) {
    case 'DISASSOCIATED':
    case 'ALREADY_GONE':
      return disassociated ? undefined : `published ${published}, but its status is ${status}`;
    case 'FAILED':
      if (disassociated) return `published ${published}, but it is disassociated`;
      return wasAccepted(entry, cloud) ? undefined : `published ${published}, but the service was never called`;
    case 'TIMED_OUT':
      if (disassociated) return `published ${published}, but it is disassociated`;
      return wasCalled(entry, cloud) ? undefined : `published ${published}, but the service was never called`;
    default:
      return `published ${published}`;
  }
}

function statusAt(cloud: SimulatedCloud, { kind, key, ...location }: AssociationEntry, time: number): string {
  const association = cloud.association(cloud.type(kind), location, key);
  return association === undefined ? ABSENT : cloud.statusAt(association, time);
}

function wasAccepted(entry: AssociationEntry, cloud: SimulatedCloud): boolean {
  return effectsOn(entry, cloud).some(({ effect }) => effect !== 'rejected' && effect !== 'no-op');
}

/** A rejected call counts: a busy service rejects. */
function wasCalled(entry: AssociationEntry, cloud: SimulatedCloud): boolean {
  return effectsOn(entry, cloud).length > 0;
}

function effectsOn({ kind, account, region, key }: AssociationEntry, { effects }: SimulatedCloud): EffectRecord[] {
  return effects
    .list()
    .filter((each) => each.kind === kind && each.account === account && each.region === region && each.key === key);
}
