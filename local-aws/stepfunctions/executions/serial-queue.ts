/**
 * Strictly serial work: items that come while work is in progress wait and are then handled in one batch. `work` never
 * rejects.
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
