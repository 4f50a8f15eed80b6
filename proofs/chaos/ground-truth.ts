/** Whether what a request was answered is what the simulated cloud shows. */

import { ABSENT, type AssociationEntry, type EffectRecord, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { endings, type PublishedEvent, type Stage } from '../harness.ts';
import type { Request } from '../requests.ts';

export function outcomeProblems({ id, row }: Request, { answers, runtime: { cloud } }: Stage): string[] {
  const [last] = endings(answers.get(id)).slice(-1);
  if (last === undefined) return [`${id} (${row.kind} ${row.key}) is lost: it was never answered`];
  const problem = untrue(last, row, cloud);
  return problem === undefined ? [] : [`${id} (${row.kind} ${row.key}): ${problem}`];
}

/** Gone is gone when it was said; a failure must be the service's own, after it had been asked. */
function untrue(
  { data, detailType, metadata }: PublishedEvent,
  row: AssociationEntry,
  cloud: SimulatedCloud,
): string | undefined {
  const { outcome = detailType, error, message } = data;
  const shown = statusAt(cloud, row, Date.parse(metadata.timestamp));
  const isGone = cloud.isDisassociated(row, shown);
  const said = [outcome, error, message].filter((word) => word !== undefined).join(', ');
  switch (outcome) {
    case 'DISASSOCIATED':
    case 'ALREADY_GONE':
      return isGone ? undefined : `answered ${said}, but shown as ${shown}`;
    case 'FAILED':
      if (isGone) return `answered ${said}, but gone`;
      return wasAccepted(row, cloud) ? undefined : `answered ${said}, but the service was never asked`;
    case 'TIMED_OUT':
      if (isGone) return `answered ${said}, but gone`;
      return wasAsked(row, cloud) ? undefined : `answered ${said}, but the service was never asked`;
    default:
      return `answered ${said}`;
  }
}

function statusAt(cloud: SimulatedCloud, { kind, key, ...location }: AssociationEntry, time: number): string {
  const association = cloud.association(cloud.type(kind), location, key);
  return association === undefined ? ABSENT : cloud.statusAt(association, time);
}

function wasAccepted(row: AssociationEntry, cloud: SimulatedCloud): boolean {
  return effectsOn(row, cloud).some(({ effect }) => effect !== 'rejected' && effect !== 'no-op');
}

/** A busy service refuses, and that is an answer. */
function wasAsked(row: AssociationEntry, cloud: SimulatedCloud): boolean {
  return effectsOn(row, cloud).length > 0;
}

function effectsOn({ kind, account, region, key }: AssociationEntry, { effects }: SimulatedCloud): EffectRecord[] {
  return effects
    .list()
    .filter((each) => each.kind === kind && each.account === account && each.region === region && each.key === key);
}
