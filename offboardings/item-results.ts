/** The results of a plan's own items. */

import { ownResults } from './apply.ts';
import type { Plan } from './common/plan.ts';
import { creditIn } from './credit.ts';
import type { ItemResult } from './item-result.ts';

/** Parsed whenever they are read: as objects, those of 100,000 items would not fit a function's memory. */
export class ItemResults implements Iterable<ItemResult> {
  readonly #own: (stored: ItemResult) => ItemResult[];
  readonly #credited: (result: ItemResult) => ItemResult;
  /** By the number of an item. */
  readonly #texts = new Map<number, string>();
  #last: { text: string; results: ItemResult[] } | undefined;

  /** @param texts as the bucket has them. */
  constructor(plan: Plan, run: string, texts: readonly string[]) {
    this.#own = ownResults(plan, run);
    for (const text of texts) for (const { number } of this.#parse(text)) this.#texts.set(number, text);
    this.#credited = creditIn(plan, this.#uncredited());
  }

  get(number: number): ItemResult | undefined {
    const text = this.#texts.get(number);
    const result = text === undefined ? undefined : this.#parse(text).find((one) => one.number === number);
    return result && this.#credited(result);
  }

  *[Symbol.iterator](): Generator<ItemResult> {
    for (const result of this.#uncredited()) yield this.#credited(result);
  }

  *#uncredited(): Generator<ItemResult> {
    for (const text of new Set(this.#texts.values())) yield* this.#parse(text);
  }

  /** The items of one request come one after the other. */
  #parse(text: string): ItemResult[] {
    if (this.#last?.text !== text) this.#last = { text, results: this.#own(JSON.parse(text) as ItemResult) };
    return this.#last.results;
  }
}
