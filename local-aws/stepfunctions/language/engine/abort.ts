/** Cancelled work. A halted thread stays in the execution, so that a redrive can restart its state. */

import type { Thread } from '../model/thread.ts';
import type { Transition } from './transition.ts';

/** Stops all threads without history events: the event that ends the execution is enough. */
export function haltAll(transition: Transition): void {
  for (const thread of Object.values(transition.execution.threads)) halt(transition, thread);
}

/** Stops the threads that a Parallel or Map opened, with an event for each. */
export function abortChildren(transition: Transition, parent: Thread): void {
  for (const child of transition.childrenOf(parent)) {
    if (child.halted) continue;
    abortChildren(transition, child);
    const state = transition.stateOf(child);
    if (!child.notEntered && ABORTABLE.has(state.type)) transition.recordAside(child, `${state.type}StateAborted`);
    const around = transition.stateOf(parent);
    if (around.type === 'Map')
      transition.recordAside(child, 'MapIterationAborted', 'mapIterationAbortedEventDetails', {
        name: around.name,
        index: child.index,
      });
    halt(transition, child);
  }
}

/** Removes the threads of a Parallel or Map whose failure was caught or is retried. */
export function dropChildren(transition: Transition, parent: Thread): void {
  for (const child of transition.childrenOf(parent)) {
    dropChildren(transition, child);
    delete transition.execution.threads[child.id];
  }
}

/** The states that take time have an event for being aborted. */
const ABORTABLE = new Set(['Task', 'Wait', 'Parallel', 'Map']);

export function halt(transition: Transition, thread: Thread): void {
  thread.halted = true;
  const work = thread.work;
  if (!work || work.kind === 'children') return;
  if (work.kind === 'task') {
    transition.cancel(work.timeout);
    transition.cancel(work.heartbeat);
  }
  transition.cancel(work.command);
  delete thread.work;
}
