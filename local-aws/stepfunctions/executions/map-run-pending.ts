/** The commands that a map run waits for, by key: `child/3`, `read-items`; at the end `finish` itself. */

import type { MapRunCommand, MapRunEvent } from '../language/map-run/types.ts';
import type { MapRunRecord } from './map-run-records.ts';
import type { ExecutionRecord } from './records.ts';

type Waiting = Pick<MapRunRecord, 'mapRun' | 'pending'>;

export function keyOf(command: MapRunCommand): string {
  return command.type === 'start-child' ? `child/${command.index}` : command.type;
}

/** Whether a child's end is the expected one: not that of a child that was stopped before its redrive or was replaced. */
export function isExpected({ pending }: Waiting, { map_index, name, redrives }: ExecutionRecord): boolean {
  const command = pending.get(`child/${map_index}`);
  return command?.type === 'start-child' && command.name === name && (command.redrives ?? 0) === redrives;
}

/** An answer is accepted once. @returns false for what nothing waits for. */
export function takeAnswer({ mapRun, pending }: Waiting, event: MapRunEvent): boolean {
  if (event.type === 'stop' || event.type === 'limits') return mapRun.status === 'RUNNING';
  if (event.type === 'redrive') {
    pending.clear();
    return true;
  }
  if (event.type === 'child-ended') return pending.delete(`child/${event.index}`);
  return pending.delete(event.type.startsWith('items') ? 'read-items' : 'write-results');
}

/** Tracks a command until its answer; a child to stop is no longer tracked. @returns the names of children to stop. */
export function waitFor(run: Waiting, command: MapRunCommand): string[] {
  if (command.type !== 'stop-child') {
    run.pending.set(keyOf(command), command);
    return [];
  }
  const started = run.pending.get(`child/${command.index}`);
  run.pending.delete(`child/${command.index}`);
  return started?.type === 'start-child' ? [started.name] : [];
}
