/** What a map run waits for, by what it is about: `child/3`, `read-items`; at the end the `finish` itself. */

import type { MapRunCommandOut, MapRunHappening } from '../language/map-run/types.ts';
import type { MapRunRecord } from './map-run-records.ts';
import type { ExecutionRecord } from './records.ts';

type Waiting = Pick<MapRunRecord, 'mapRun' | 'pending'>;

export function keyOf(command: MapRunCommandOut): string {
  return command.type === 'start-child' ? `child/${command.index}` : command.type;
}

/** Whether a child's end is the one waited for: not what a child tells that was stopped before it was redriven, or whose place another has taken. */
export function isExpected({ pending }: Waiting, { map_index, name, redrives }: ExecutionRecord): boolean {
  const command = pending.get(`child/${map_index}`);
  return command?.type === 'start-child' && command.name === name && (command.redrives ?? 0) === redrives;
}

/** What answers a command is heard once: it waits no more. @returns false for what nothing waits for. */
export function takeAnswer({ mapRun, pending }: Waiting, happening: MapRunHappening): boolean {
  if (happening.type === 'stop' || happening.type === 'limits') return mapRun.status === 'RUNNING';
  if (happening.type === 'redrive') {
    pending.clear();
    return true;
  }
  if (happening.type === 'child-ended') return pending.delete(`child/${happening.index}`);
  return pending.delete(happening.type.startsWith('items') ? 'read-items' : 'write-results');
}

/** A command waits for its answer from now on; a child that is to stop is waited for no more. @returns whom to stop. */
export function waitFor(run: Waiting, command: MapRunCommandOut): string[] {
  if (command.type !== 'stop-child') {
    run.pending.set(keyOf(command), command);
    return [];
  }
  const started = run.pending.get(`child/${command.index}`);
  run.pending.delete(`child/${command.index}`);
  return started?.type === 'start-child' ? [started.name] : [];
}
