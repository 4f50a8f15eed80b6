/**
 * Work on one thing, strictly one after another: what comes while a piece of work is under way waits, and is then done
 * in one go. `work` never rejects.
 */
export class SerialQueue<Item> {
  readonly #work: (items: Item[]) => Promise<void>;
  #waiting: Item[] = [];
  #busy = false;

  constructor(work: (items: Item[]) => Promise<void>) {
    this.#work = work;
  }

  get idle(): boolean {
    return !this.#busy;
  }

  push(item: Item): void {
    this.#waiting.push(item);
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const items = this.#waiting;
      this.#waiting = [];
      await this.#work(items);
    }
    this.#busy = false;
  }
}
