/** Work that is no longer waited for. A halted thread stays, so that a redrive can begin its state again. */

import type { Thread } from '../model/thread.ts';
import type { Turn } from './transition.ts';

/** Stops everything, without a word in the history: the event that ends the execution tells it. */
export function haltAll(turn: Turn): void {
  for (const thread of Object.values(turn.execution.threads)) halt(turn, thread);
}

/** Stops the threads that a Parallel or Map opened, telling of each that it was aborted. */
export function abortChildren(turn: Turn, parent: Thread): void {
  for (const child of turn.childrenOf(parent)) {
    if (child.halted) continue;
    abortChildren(turn, child);
    const state = turn.stateOf(child);
    if (!child.fresh && ABORTABLE.has(state.type)) turn.aside(child, `${state.type}StateAborted`);
    const around = turn.stateOf(parent);
    if (around.type === 'Map')
      turn.aside(child, 'MapIterationAborted', 'mapIterationAbortedEventDetails', {
        name: around.name,
        index: child.index,
      });
    halt(turn, child);
  }
}

/** Forgets the threads that a Parallel or Map opened: its failure was caught, or it begins anew. */
export function dropChildren(turn: Turn, parent: Thread): void {
  for (const child of turn.childrenOf(parent)) {
    dropChildren(turn, child);
    delete turn.execution.threads[child.id];
  }
}

/** The states that take time have an event for being aborted. */
const ABORTABLE = new Set(['Task', 'Wait', 'Parallel', 'Map']);

export function halt(turn: Turn, thread: Thread): void {
  thread.halted = true;
  const work = thread.work;
  if (!work || work.kind === 'children') return;
  if (work.kind === 'task') {
    turn.cancel(work.timeout);
    turn.cancel(work.heartbeat);
  }
  turn.cancel(work.command);
  delete thread.work;
}
