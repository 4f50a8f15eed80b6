/** Event buses. Every account and Region has the default one; all others are created. */

import type { Store, Table } from '../../core/store.ts';
import { type BusName, DEFAULT_BUS } from './arns.ts';
import { noSuchBus } from './errors.ts';

export interface Bus extends BusName {
  description?: string;
  /** The ARN of a queue, for events that cannot be sent to a customer managed key's bus: shown, and never used here. */
  deadLetters?: string;
  /** A policy document. */
  policy?: object;
  /** Milliseconds since 1970. */
  created: number;
  modified: number;
  tags: Record<string, string>;
}

export class Buses {
  readonly #table: Table<Bus>;

  constructor(store: Store) {
    this.#table = store.table('event_buses');
  }

  /** By ARN. An unchanged default bus is not stored. */
  find({ name, arn }: BusName): Bus | undefined {
    const bus = this.#table.get(arn);
    return bus ?? (name === DEFAULT_BUS ? { name, arn, created: 0, modified: 0, tags: {} } : undefined);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(bus: BusName): Bus {
    return this.find(bus) ?? refuse(bus);
  }

  put(bus: Bus): void {
    this.#table.put(bus.arn, bus);
  }

  delete({ arn }: BusName): void {
    this.#table.delete(arn);
  }

  /** All of an account and Region, by name. */
  list(defaultBus: BusName): Bus[] {
    const prefix = defaultBus.arn.slice(0, -DEFAULT_BUS.length);
    const made = [...this.#table.entries(prefix)].map(([, bus]) => bus);
    const all = made.some(({ name }) => name === DEFAULT_BUS) ? made : [...made, this.get(defaultBus)];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function refuse({ name }: BusName): never {
  throw noSuchBus(name);
}
