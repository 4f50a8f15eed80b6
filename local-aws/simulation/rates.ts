/** How many requests each service got in each second, per account and Region: what quotas are held against. */

export interface Rate {
  service: string;
  account: string;
  region: string;
  total: number;
  /** The most in any one second. */
  peak: number;
}

interface Counter extends Rate {
  second: number;
  inSecond: number;
}

export class Rates {
  readonly #counters = new Map<string, Counter>();

  /** @returns how many there were in this second, this one included. */
  count({ service, account, region }: { service: string; account: string; region: string }, now: number): number {
    const counter = this.#counterOf(service, account, region);
    const second = Math.floor(now / 1000);
    if (counter.second !== second) {
      counter.second = second;
      counter.inSecond = 0;
    }
    counter.total++;
    counter.inSecond++;
    counter.peak = Math.max(counter.peak, counter.inSecond);
    return counter.inSecond;
  }

  list(): Rate[] {
    return [...this.#counters.values()].map(({ second: _second, inSecond: _inSecond, ...rate }) => rate);
  }

  #counterOf(service: string, account: string, region: string): Counter {
    const key = `${service}/${account}/${region}`;
    let counter = this.#counters.get(key);
    if (!counter) {
      counter = { service, account, region, total: 0, peak: 0, second: 0, inSecond: 0 };
      this.#counters.set(key, counter);
    }
    return counter;
  }
}
