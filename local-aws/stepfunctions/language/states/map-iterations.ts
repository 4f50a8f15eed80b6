/** The iterations of an inline Map: started up to its concurrency, each with its selected item. */

import { recordEvaluationFailed } from '../engine/error-handling.ts';
import { evaluate } from '../engine/evaluate.ts';
import { failureOf, StateFailure } from '../engine/failure.ts';
import { start } from '../engine/flow.ts';
import { dataLimitExceeded, fits } from '../engine/limits.ts';
import { type MapItem, mapItem } from '../engine/map-items.ts';
import { StateScope } from '../engine/scope.ts';
import type { Step, Transition } from '../engine/transition.ts';
import { resolveTemplate } from '../expressions/template.ts';
import type { Json } from '../model/json.ts';
import type { State } from '../model/program.ts';
import type { ChildrenWork, Thread } from '../model/thread.ts';

/** Starts as many iterations as the concurrency allows. */
export function startFirst(
  transition: Transition,
  thread: Thread,
  state: State,
  work: ChildrenWork,
  slots: number,
): Step {
  const after = thread.last;
  const more = (): Step => {
    while (work.open < slots) {
      const step = startNext(transition, thread, state, work, after);
      if (step) return step.then(more);
    }
    return undefined;
  };
  return more();
}

/** Starts the next iteration after the event `after`. */
export function startNext(
  transition: Transition,
  thread: Thread,
  state: State,
  work: ChildrenWork,
  after: number,
): Step {
  const index = work.next++;
  work.open++;
  const iteration = transition.openThread(thread, index, state.inner[0] ?? 0, after);
  iteration.item = mapItem(work, index);
  transition.recordNext(iteration, 'MapIterationStarted', 'mapIterationStartedEventDetails', {
    name: state.name,
    index,
  });
  try {
    const selected = selectItem(transition, thread, state, work, iteration.item);
    if (!(selected instanceof Promise)) {
      start(transition, iteration, selected);
      return undefined;
    }
    return selected.then(
      (input) => start(transition, iteration, input),
      (thrown: unknown) => failSelecting(transition, thread, state, iteration, thrown),
    );
  } catch (thrown) {
    return failSelecting(transition, thread, state, iteration, thrown);
  }
}

/** ItemSelector (JSONPath's older Parameters) of one item; without it the item itself. */
function selectItem(
  transition: Transition,
  thread: Thread,
  { name, fields, jsonata }: State,
  { input, items }: ChildrenWork,
  item: MapItem,
): Json | Promise<Json> {
  const template = fields.ItemSelector ?? (jsonata ? undefined : fields.Parameters);
  if (template === undefined) return items[item.Index] ?? null;
  const context = { Map: { Item: { ...item } } };
  const fitting = (selected: Json): Json => {
    if (!fits(transition.stringify(selected))) throw dataLimitExceeded(name, 'got an input');
    return selected;
  };
  if (jsonata) return evaluate(transition, thread, { field: 'ItemSelector', template, context }, {}).then(fitting);
  return fitting(resolveTemplate(template, input, new StateScope(transition, thread, context)));
}

/** An ItemSelector that fails, fails its iteration; the cause names the Map. */
function failSelecting(
  transition: Transition,
  thread: Thread,
  state: State,
  iteration: Thread,
  thrown: unknown,
): never {
  const { location, ...failure } = failureOf(thread, thrown);
  if (location !== undefined) recordEvaluationFailed(transition, iteration, state, failure, location);
  if (failure.error !== 'States.Runtime') recordIterationEnd(transition, iteration, state, 'Failed');
  thread.last = iteration.last;
  delete transition.execution.threads[iteration.id];
  throw new StateFailure(failure);
}

export function recordIterationEnd(
  transition: Transition,
  iteration: Thread,
  state: State,
  end: 'Succeeded' | 'Failed',
): number {
  const key = `mapIteration${end}EventDetails` as const;
  return transition.recordAside(iteration, `MapIteration${end}`, key, { name: state.name, index: iteration.index });
}
