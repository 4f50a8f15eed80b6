/** The world the simulated services look into: what is tied to what, in every account and Region, and how it goes on. */

import { type Aws, AwsError, type Call } from '../local-aws/core/aws.ts';
import type { Clock } from '../local-aws/core/clock.ts';
import { random } from '../local-aws/core/random.ts';
import type { Store, Table } from '../local-aws/core/store.ts';
import { type Effect, Effects } from '../local-aws/simulation/effects.ts';
import { Rates } from '../local-aws/simulation/rates.ts';
import { goOn, type Life, type Step, stepAt } from '../local-aws/simulation/timeline.ts';
import { type Association, type FactsOf, type Kind, keys, type Place } from './kinds.ts';
import { type GivenOptions, type WorldOptions, withDefaults } from './options.ts';
import type { Sort, ThingOf } from './resources.ts';
import { checkFate, type DrawnFate, type Durations, drawFate, type Fate } from './scripted-outcome.ts';

/** A fate as it was scripted; `askedAt` is when it was first asked for, from which `busy` counts. */
interface Script {
  fate: Fate;
  askedAt?: number;
}

export class World {
  readonly options: WorldOptions;
  readonly store: Store;
  readonly clock: Clock;
  readonly effects: Effects;
  readonly rates = new Rates();
  readonly #associations: Table<Association>;
  readonly #things: Table<unknown>;
  readonly #scripts: Table<Script>;
  readonly #staleness: () => number;

  constructor({ clock, store }: Pick<Aws, 'clock' | 'store'>, given: GivenOptions = {}) {
    this.options = withDefaults(given);
    this.store = store;
    this.clock = clock;
    this.effects = new Effects(store);
    this.#associations = store.table('world_associations');
    this.#things = store.table('world_things');
    this.#scripts = store.table('world_fates');
    this.#staleness = random(this.options.seed, 'stale reads');
  }

  now(): number {
    return this.clock.now();
  }

  /** Whether the store holds a world already. */
  isSeeded(): boolean {
    return this.#things.size() > 0;
  }

  /** The time a read shows the world at: now, or a little earlier where reads are stale. */
  seenAt(): number {
    const { share, seconds } = this.options.staleReads;
    return share > 0 && this.#staleness() < share ? this.now() - seconds * 1000 : this.now();
  }

  association<K extends Kind>(kind: K, { account, region }: Place, key: string): Association<K> | undefined {
    return this.#associations.get(`${kind}/${account}/${region}/${key}`) as Association<K> | undefined;
  }

  /** Every association of the kind whose key begins so; in every account and Region where no place is given. */
  associations<K extends Kind>(kind: K, place?: Place, keyPrefix = ''): Association<K>[] {
    const prefix = place ? `${kind}/${place.account}/${place.region}/${keyPrefix}` : `${kind}/`;
    return Array.from(this.#associations.entries(prefix), ([, association]) => association as Association<K>);
  }

  save(association: Association): void {
    const { kind, account, region, key } = association;
    this.#associations.put(`${kind}/${account}/${region}/${key}`, association);
  }

  /** A new association, or an old one tied again. */
  tie<K extends Kind>(kind: K, { account, region }: Place, facts: FactsOf[K], steps: Life): Association<K> {
    const key = keys[kind](facts);
    const earlier = this.association(kind, { account, region }, key);
    const association: Association<K> = {
      kind,
      account,
      region,
      key,
      facts,
      since: steps[0]?.at ?? this.now(),
      life: goOn(earlier?.life ?? [], this.now(), steps),
      ends: earlier?.ends ?? 0,
    };
    this.save(association);
    return association;
  }

  /** The association goes on so; what it was about to become is forgotten. */
  continue<K extends Kind>(association: Association<K>, steps: Life): Association<K> {
    const next = { ...association, life: goOn(association.life, this.now(), steps) };
    this.save(next);
    return next;
  }

  step(association: Association, at = this.now()): Step {
    return stepAt(association.life, at);
  }

  thing<S extends Sort>(sort: S, { account, region }: Place, name: string): ThingOf[S] | undefined {
    return this.#things.get(`${sort}/${account}/${region}/${name}`) as ThingOf[S] | undefined;
  }

  putThing<S extends Sort>(sort: S, { account, region }: Place, name: string, thing: ThingOf[S]): void {
    this.#things.put(`${sort}/${account}/${region}/${name}`, thing);
  }

  things<S extends Sort>(sort: S, place?: Place, namePrefix = ''): ThingOf[S][] {
    const prefix = place ? `${sort}/${place.account}/${place.region}/${namePrefix}` : `${sort}/`;
    return Array.from(this.#things.entries(prefix), ([, thing]) => thing as ThingOf[S]);
  }

  /** Scripts what comes of asking for the end of this association; `undefined` leaves it to chance again. */
  setFate(kind: Kind, key: string, fate: Fate | undefined, { account, region }: Place): void {
    const id = `${kind}/${account}/${region}/${key}`;
    if (fate) this.#scripts.put(id, { fate: checkFate(kind, fate) });
    else this.#scripts.delete(id);
  }

  fateOf({ kind, account, region, key }: Association): Fate | undefined {
    return this.#scripts.get(`${kind}/${account}/${region}/${key}`)?.fate;
  }

  /** What comes of asking now: as scripted, else drawn. A busy service is busy from the first ask on, for a while. */
  fateNow({ kind, account, region, key, ends }: Association, duration: keyof Durations): DrawnFate {
    const id = `${kind}/${account}/${region}/${key}`;
    const drawn = drawFate(kind, duration, this.options, [account, region, key, ends]);
    const script = this.#scripts.get(id) ?? (drawn.outcome === 'busy' ? { fate: drawn } : undefined);
    if (!script) return drawn;
    const fate = { ...script.fate, after: script.fate.after ?? drawn.after };
    if (fate.outcome !== 'busy') return fate;
    const askedAt = script.askedAt ?? this.now();
    this.#scripts.put(id, { ...script, askedAt });
    return this.now() < askedAt + fate.after * 1000 ? fate : { outcome: 'ends', after: drawn.after };
  }

  /** Notes what a mutating call did. */
  note(call: Call, { kind, key }: Pick<Association, 'kind' | 'key'>, effect: Effect, detail?: string): void {
    this.effects.add(call, this.now(), { kind, key, effect, ...(detail === undefined ? {} : { detail }) });
  }

  /**
   * Runs a mutating call about one association, and notes a refusal as one. Whoever runs here looks first and writes
   * last; only how long a busy service has been busy is kept of a refused call.
   */
  attempt<Output>(call: Call, about: Pick<Association, 'kind' | 'key'>, run: () => Output): Output {
    const result = this.store.transaction((): { output: Output } | { refusal: AwsError } => {
      try {
        return { output: run() };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.note(call, about, 'refused', error.code);
        return { refusal: error };
      }
    });
    if ('refusal' in result) throw result.refusal;
    return result.output;
  }
}
