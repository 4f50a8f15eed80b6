/** The cloud the simulated services look into: what is tied to what, in every account and Region, and how it goes on. */

import { random } from '@offboard/local-aws/random';
import { type Aws, AwsError, type Call, type Clock, type Store, type Table } from '@offboard/local-aws/service';
import {
  continueTimeline,
  type Effect,
  Effects,
  Rates,
  type Step,
  stepAt,
  type Timeline,
} from '@offboard/local-aws/simulation';
import { type Association, type FactsOf, type Kind, keys, type Place } from './kinds.ts';
import { type CloudOptions, type GivenOptions, withDefaults } from './options.ts';
import type { ResourceOf, Sort } from './resources.ts';
import {
  checkOutcome,
  type DrawnOutcome,
  type Durations,
  drawOutcomeFor,
  type ScriptedOutcome,
} from './scripted-outcome.ts';

/** A scripted as it was scripted; `askedAt` is when it was first asked for, from which `busy` counts. */
interface Script {
  scripted: ScriptedOutcome;
  askedAt?: number;
}

export class SimulatedCloud {
  readonly options: CloudOptions;
  readonly store: Store;
  readonly clock: Clock;
  readonly effects: Effects;
  readonly rates = new Rates();
  readonly #associations: Table<Association>;
  readonly #resources: Table<unknown>;
  readonly #scripts: Table<Script>;
  readonly #staleness: () => number;

  constructor({ clock, store }: Pick<Aws, 'clock' | 'store'>, given: GivenOptions = {}) {
    this.options = withDefaults(given);
    this.store = store;
    this.clock = clock;
    this.effects = new Effects(store);
    this.#associations = store.table('simulated_associations');
    this.#resources = store.table('simulated_resources');
    this.#scripts = store.table('scripted_outcomes');
    this.#staleness = random(this.options.seed, 'stale reads');
  }

  now(): number {
    return this.clock.now();
  }

  /** Whether the store holds a cloud already. */
  isSeeded(): boolean {
    return this.#resources.size() > 0;
  }

  /** The time a read shows the cloud at: now, or a little earlier where reads are stale. */
  readTime(): number {
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
  associate<K extends Kind>(kind: K, { account, region }: Place, facts: FactsOf[K], steps: Timeline): Association<K> {
    const key = keys[kind](facts);
    const earlier = this.association(kind, { account, region }, key);
    const association: Association<K> = {
      kind,
      account,
      region,
      key,
      facts,
      since: steps[0]?.at ?? this.now(),
      timeline: continueTimeline(earlier?.timeline ?? [], this.now(), steps),
      ends: earlier?.ends ?? 0,
    };
    this.save(association);
    return association;
  }

  /** The association goes on so; what it was about to become is forgotten. */
  transition<K extends Kind>(association: Association<K>, steps: Timeline): Association<K> {
    const next = { ...association, timeline: continueTimeline(association.timeline, this.now(), steps) };
    this.save(next);
    return next;
  }

  step(association: Association, at = this.now()): Step {
    return stepAt(association.timeline, at);
  }

  resource<S extends Sort>(sort: S, { account, region }: Place, name: string): ResourceOf[S] | undefined {
    return this.#resources.get(`${sort}/${account}/${region}/${name}`) as ResourceOf[S] | undefined;
  }

  putResource<S extends Sort>(sort: S, { account, region }: Place, name: string, resource: ResourceOf[S]): void {
    this.#resources.put(`${sort}/${account}/${region}/${name}`, resource);
  }

  resources<S extends Sort>(sort: S, place?: Place, namePrefix = ''): ResourceOf[S][] {
    const prefix = place ? `${sort}/${place.account}/${place.region}/${namePrefix}` : `${sort}/`;
    return Array.from(this.#resources.entries(prefix), ([, resource]) => resource as ResourceOf[S]);
  }

  /** Scripts what comes of asking for the end of this association; `undefined` leaves it to chance again. */
  setOutcome(kind: Kind, key: string, scripted: ScriptedOutcome | undefined, { account, region }: Place): void {
    const id = `${kind}/${account}/${region}/${key}`;
    if (scripted) this.#scripts.put(id, { scripted: checkOutcome(kind, scripted) });
    else this.#scripts.delete(id);
  }

  scriptedOutcomeOf({ kind, account, region, key }: Association): ScriptedOutcome | undefined {
    return this.#scripts.get(`${kind}/${account}/${region}/${key}`)?.scripted;
  }

  /** What comes of asking now: as scripted, else drawn. A busy service is busy from the first ask on, for a while. */
  outcomeNow({ kind, account, region, key, ends }: Association, duration: keyof Durations): DrawnOutcome {
    const id = `${kind}/${account}/${region}/${key}`;
    const drawn = drawOutcomeFor(kind, duration, this.options, [account, region, key, ends]);
    const script = this.#scripts.get(id) ?? (drawn.outcome === 'busy' ? { scripted: drawn } : undefined);
    if (!script) return drawn;
    const scripted = { ...script.scripted, after: script.scripted.after ?? drawn.after };
    if (scripted.outcome !== 'busy') return scripted;
    const askedAt = script.askedAt ?? this.now();
    this.#scripts.put(id, { ...script, askedAt });
    return this.now() < askedAt + scripted.after * 1000 ? scripted : { outcome: 'succeeds', after: drawn.after };
  }

  /** Notes what a mutating call did. */
  logEffect(call: Call, { kind, key }: Pick<Association, 'kind' | 'key'>, effect: Effect, detail?: string): void {
    this.effects.add(call, this.now(), { kind, key, effect, ...(detail === undefined ? {} : { detail }) });
  }

  /**
   * Runs a mutating call about one association, and notes a refusal as one. Whoever runs here looks first and writes
   * last; only how long a busy service has been busy is kept of a refused call.
   */
  mutate<Output>(call: Call, about: Pick<Association, 'kind' | 'key'>, run: () => Output): Output {
    const result = this.store.transaction((): { output: Output } | { refusal: AwsError } => {
      try {
        return { output: run() };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.logEffect(call, about, 'rejected', error.code);
        return { refusal: error };
      }
    });
    if ('refusal' in result) throw result.refusal;
    return result.output;
  }
}
