/** Map: runs its processor for every item, in this execution (inline) or in child executions (distributed, see map-run/). */

import { finish } from '../engine/output.ts';
import type { StateHandler, Step, Transition } from '../engine/transition.ts';
import { isDistributed, processorOf, type State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';
import { handleMapRunEvent, startMapRun } from './distributed-map.ts';
import { itemsOf, type MapInput, maxConcurrencyOf } from './map-items.ts';
import { recordIterationEnd, startFirst, startNext } from './map-iterations.ts';

/** "up to 40 concurrent iterations" (developer guide, Inline mode). */
const MAX_INLINE_CONCURRENCY = 40;

export const map: StateHandler = {
  run(transition, thread, state) {
    return state.jsonata ? startJsonata(transition, thread, state) : startJsonPath(transition, thread, state);
  },

  handle: handleMapRunEvent,

  childEnded(transition, thread, state, child, output) {
    const work = thread.work as ChildrenWork;
    const succeeded = recordIterationEnd(transition, child, state, 'Succeeded');
    work.results[child.index] = output;
    work.open--;
    if (work.next < work.items.length) return startNext(transition, thread, state, work, child.last);
    if (work.open > 0) return undefined;
    thread.last = succeeded;
    transition.recordAside(thread, 'MapStateSucceeded');
    return finish(transition, thread, state, work.results);
  },

  childFailed(transition, _thread, state, child) {
    recordIterationEnd(transition, child, state, 'Failed');
  },
};

function startJsonPath(transition: Transition, thread: Thread, state: State): Step {
  const concurrency = maxConcurrencyOf(transition, thread, state) as number;
  return startItems(transition, thread, state, itemsOf(transition, thread, state) as MapInput, concurrency);
}

async function startJsonata(transition: Transition, thread: Thread, state: State): Promise<void> {
  const concurrency = await maxConcurrencyOf(transition, thread, state);
  await startItems(transition, thread, state, await itemsOf(transition, thread, state), concurrency);
}

function startItems(transition: Transition, thread: Thread, state: State, map: MapInput, concurrency: number): Step {
  const { input, items = [], keyed } = map;
  transition.recordNext(thread, 'MapStateStarted', 'mapStateStartedEventDetails', { length: items.length });
  if (isDistributed(processorOf(state.fields))) return startMapRun(transition, thread, state, map, concurrency);
  if (items.length === 0) {
    transition.recordAside(thread, 'MapStateSucceeded');
    return finish(transition, thread, state, []);
  }
  const results = items.map(() => null);
  const work: ChildrenWork = { kind: 'children', open: 0, results, items, ...(keyed && { keyed }), next: 0, input };
  thread.work = work;
  const max = Math.min(concurrency || MAX_INLINE_CONCURRENCY, MAX_INLINE_CONCURRENCY, items.length);
  return startFirst(transition, thread, state, work, max);
}
