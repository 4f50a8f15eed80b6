/** Whether what a request was answered is what the simulated world shows. */

import { ABSENT } from '../../local-aws/simulation/timeline.ts';
import { teamStateAt } from '../../simulators/sessions.ts';
import type { EffectRecord, World, WorldRow } from '../../simulators/world.ts';
import { GONE } from '../gone.ts';
import { type Announcement, endings, type Stage } from '../harness.ts';
import type { Request } from '../requests.ts';

export function outcomeProblems({ id, row }: Request, { answers, runtime: { world } }: Stage): string[] {
  const [last] = endings(answers.get(id)).slice(-1);
  if (last === undefined) return [`${id} (${row.kind} ${row.key}) is lost: it was never answered`];
  const problem = untrue(last, row, world);
  return problem === undefined ? [] : [`${id} (${row.kind} ${row.key}): ${problem}`];
}

/** Gone is gone when it was said; a failure must be the service's own, after it had been asked. */
function untrue({ data, detailType, metadata }: Announcement, row: WorldRow, world: World): string | undefined {
  const { outcome = detailType, error, message } = data;
  const shown = statusAt(world, row, Date.parse(metadata.timestamp));
  const isGone = GONE.includes(shown);
  const said = [outcome, error, message].filter((word) => word !== undefined).join(', ');
  switch (outcome) {
    case 'DISASSOCIATED':
    case 'ALREADY_GONE':
      return isGone ? undefined : `answered ${said}, but shown as ${shown}`;
    case 'FAILED':
      if (isGone) return `answered ${said}, but gone`;
      return wasAccepted(row, world) ? undefined : `answered ${said}, but the service was never asked`;
    case 'TIMED_OUT':
      if (isGone) return `answered ${said}, but gone`;
      return wasAsked(row, world) ? undefined : `answered ${said}, but the service was never asked`;
    default:
      return `answered ${said}`;
  }
}

function statusAt(world: World, row: WorldRow, time: number): string {
  const association = world.association(row.kind, row, row.key);
  if (association === undefined) return ABSENT;
  if (row.kind !== 'payment-cryptography-mpa-team') return world.step(association, time).status;
  const team = world.association(row.kind, row, row.key);
  return (team && teamStateAt(world, team as Parameters<typeof teamStateAt>[1], time)?.state) ?? ABSENT;
}

function wasAccepted(row: WorldRow, world: World): boolean {
  return effectsOn(row, world).some(({ effect }) => effect !== 'refused' && effect !== 'nothing');
}

/** A busy service refuses, and that is an answer. */
function wasAsked(row: WorldRow, world: World): boolean {
  return effectsOn(row, world).length > 0;
}

function effectsOn({ kind, account, region, key }: WorldRow, { effects }: World): EffectRecord[] {
  return effects
    .list()
    .filter((each) => each.kind === kind && each.account === account && each.region === region && each.key === key);
}
