/** Map: runs its processor for every item, in this execution (inline) or in child executions (distributed, see map-run/). */

import { finish } from '../engine/output.ts';
import type { StateHandler, Step, Transition } from '../engine/transition.ts';
import type { Json } from '../model/json.ts';
import { isDistributed, processorOf, type State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';
import { handleMapRunEvent, startMapRun } from './distributed-map.ts';
import { itemsOf, maxConcurrencyOf } from './map-items.ts';
import { beginFirst, beginNext, recordIterationEnd } from './map-iterations.ts';

/** "up to 40 concurrent iterations" (developer guide, Inline mode). */
const MAX_INLINE_CONCURRENCY = 40;

export const map: StateHandler = {
  run(transition, thread, state) {
    return state.jsonata ? beginEvaluated(transition, thread, state) : beginWithPaths(transition, thread, state);
  },

  handle: handleMapRunEvent,

  childEnded(transition, thread, state, child, output) {
    const work = thread.work as ChildrenWork;
    const succeeded = recordIterationEnd(transition, child, state, 'Succeeded');
    work.results[child.index] = output;
    work.open--;
    if (work.next < work.items.length) return beginNext(transition, thread, state, work, child.last);
    if (work.open > 0) return undefined;
    thread.last = succeeded;
    transition.recordAside(thread, 'MapStateSucceeded');
    return finish(transition, thread, state, work.results);
  },

  childFailed(transition, _thread, state, child) {
    recordIterationEnd(transition, child, state, 'Failed');
  },
};

function beginWithPaths(transition: Transition, thread: Thread, state: State): Step {
  const concurrency = maxConcurrencyOf(transition, thread, state) as number;
  return begin(transition, thread, state, itemsOf(transition, thread, state) as Begin, concurrency);
}

async function beginEvaluated(transition: Transition, thread: Thread, state: State): Promise<void> {
  const concurrency = await maxConcurrencyOf(transition, thread, state);
  await begin(transition, thread, state, await itemsOf(transition, thread, state), concurrency);
}

interface Begin {
  input: Json;
  /** Absent where an ItemReader finds them. */
  items?: Json[];
}

function begin(
  transition: Transition,
  thread: Thread,
  state: State,
  { input, items }: Begin,
  concurrency: number,
): Step {
  transition.recordNext(thread, 'MapStateStarted', 'mapStateStartedEventDetails', { length: items?.length ?? 0 });
  const processor = processorOf(state.fields);
  if (processor && isDistributed(processor))
    return startMapRun(transition, thread, state, { input, items, concurrency });
  const all = items ?? [];
  if (all.length === 0) {
    transition.recordAside(thread, 'MapStateSucceeded');
    return finish(transition, thread, state, []);
  }
  const work: ChildrenWork = { kind: 'children', open: 0, results: all.map(() => null), items: all, next: 0, input };
  thread.work = work;
  return beginFirst(
    transition,
    thread,
    state,
    work,
    Math.min(concurrency || MAX_INLINE_CONCURRENCY, MAX_INLINE_CONCURRENCY, all.length),
  );
}
