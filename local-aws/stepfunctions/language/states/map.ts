/** Map: its processor for every item, here (inline) or as executions of their own (distributed, see map-run.ts). */

import { finish } from '../engine/output.ts';
import type { Kind, Step, Turn } from '../engine/transition.ts';
import type { Json } from '../model/json.ts';
import { isDistributed, processorOf, type State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';
import { askForMapRun, hearOfMapRun } from './distributed-map.ts';
import { itemsOf, maxConcurrencyOf } from './map-items.ts';
import { beginFirst, beginNext, tellIteration } from './map-iterations.ts';

/** "up to 40 concurrent iterations" (developer guide, Inline mode). */
const MOST_INLINE = 40;

export const map: Kind = {
  run(turn, thread, state) {
    return state.jsonata ? beginEvaluated(turn, thread, state) : beginWithPaths(turn, thread, state);
  },

  hear: hearOfMapRun,

  childEnded(turn, thread, state, child, output) {
    const work = thread.work as ChildrenWork;
    const succeeded = tellIteration(turn, child, state, 'Succeeded');
    work.results[child.index] = output;
    work.open--;
    if (work.next < work.items.length) return beginNext(turn, thread, state, work, child.last);
    if (work.open > 0) return undefined;
    thread.last = succeeded;
    turn.aside(thread, 'MapStateSucceeded');
    return finish(turn, thread, state, work.results);
  },

  childFailed(turn, _thread, state, child) {
    tellIteration(turn, child, state, 'Failed');
  },
};

function beginWithPaths(turn: Turn, thread: Thread, state: State): Step {
  const concurrency = maxConcurrencyOf(turn, thread, state) as number;
  return begin(turn, thread, state, itemsOf(turn, thread, state) as Begin, concurrency);
}

async function beginEvaluated(turn: Turn, thread: Thread, state: State): Promise<void> {
  const concurrency = await maxConcurrencyOf(turn, thread, state);
  await begin(turn, thread, state, await itemsOf(turn, thread, state), concurrency);
}

interface Begin {
  input: Json;
  /** Absent where an ItemReader finds them. */
  items?: Json[];
}

function begin(turn: Turn, thread: Thread, state: State, { input, items }: Begin, concurrency: number): Step {
  turn.follow(thread, 'MapStateStarted', 'mapStateStartedEventDetails', { length: items?.length ?? 0 });
  const processor = processorOf(state.fields);
  if (processor && isDistributed(processor)) return askForMapRun(turn, thread, state, { input, items, concurrency });
  const all = items ?? [];
  if (all.length === 0) {
    turn.aside(thread, 'MapStateSucceeded');
    return finish(turn, thread, state, []);
  }
  const work: ChildrenWork = { kind: 'children', open: 0, results: all.map(() => null), items: all, next: 0, input };
  thread.work = work;
  return beginFirst(turn, thread, state, work, Math.min(concurrency || MOST_INLINE, MOST_INLINE, all.length));
}
