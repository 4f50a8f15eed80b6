/** The resources and associations behind the simulated services, in every account and Region, and how they change. */

import type { AccountRegion } from '../core/account-region.ts';
import { type Aws, AwsError, type Call } from '../core/aws.ts';
import type { Clock } from '../core/clock.ts';
import { random } from '../core/random.ts';
import type { Store, Table } from '../core/store.ts';
import type { Association, AssociationType } from './association.ts';
import type { CloudReader } from './cloud-reader.ts';
import { type Effect, Effects } from './effects.ts';
import { type CloudOptions, checkOptions, type GivenOptions, withDefaults } from './options.ts';
import { OutcomeScripts } from './outcome-scripts.ts';
import { Rates } from './rates.ts';
import type { Registration } from './registration.ts';
import type { ResourceType } from './resource-type.ts';
import { type DrawnOutcome, type DurationRange, drawOutcome, type ScriptedOutcome } from './scripted-outcome.ts';
import type { Variants } from './service-variants.ts';
import { ABSENT, continueTimeline, type Step, stepAt, type Timeline } from './timeline.ts';

/** Enough of an association to say which it is. */
type AssociationId = Pick<Association, 'kind' | 'key' | 'account' | 'region'>;

export class SimulatedCloud implements CloudReader {
  readonly options: CloudOptions;
  readonly store: Store;
  readonly clock: Clock;
  readonly effects: Effects;
  readonly rates = new Rates();
  readonly #types: ReadonlyMap<string, AssociationType>;
  readonly #durations: Readonly<Record<string, DurationRange>>;
  readonly #associations: Table<Association>;
  readonly #resources: Table<unknown>;
  readonly #scripts: OutcomeScripts;
  readonly #drawStaleness: () => number;

  constructor(
    { clock, store }: Pick<Aws, 'clock' | 'store'>,
    registrations: readonly Registration[],
    options: GivenOptions = {},
  ) {
    this.options = withDefaults(options);
    this.store = store;
    this.clock = clock;
    this.effects = new Effects(store);
    this.#types = new Map(
      registrations.flatMap(({ associations = [] }) => associations.map((type) => [type.kind, type])),
    );
    this.#durations = Object.assign({}, ...registrations.map(({ durations }) => durations), this.options.durations);
    this.#associations = store.table('simulated_associations');
    this.#resources = store.table('simulated_resources');
    this.#scripts = new OutcomeScripts({ clock, store });
    this.#drawStaleness = random(this.options.seed, 'stale reads');
    checkOptions(this.options, registrations);
  }

  /** In the order of their services. */
  get kinds(): string[] {
    return [...this.#types.keys()];
  }

  /** @throws RangeError where no service has this kind. */
  type(kind: string): AssociationType {
    const type = this.#types.get(kind);
    if (!type) throw new RangeError(`kind '${kind}' is not one of ${this.kinds.join(', ')}`);
    return type;
  }

  now(): number {
    return this.clock.now();
  }

  /** Whether the store holds a cloud already. */
  isSeeded(): boolean {
    return this.#resources.size() > 0;
  }

  /** The time that a read shows: now, or a little earlier where reads are stale. */
  readTime(): number {
    const { share, seconds } = this.options.staleReads;
    return share > 0 && this.#drawStaleness() < share ? this.now() - seconds * 1000 : this.now();
  }

  /** The chosen answer to one of a service's open questions. */
  variant<Questions extends Variants, Name extends keyof Questions & string>(
    variants: Questions,
    name: Name,
  ): Questions[Name]['answers'][number] {
    return this.options.variants[name] ?? (variants[name]?.answers[0] as string);
  }

  /** How long the change of this name takes. @throws RangeError where no service registered it. */
  duration(name: string): DurationRange {
    const range = this.#durations[name];
    if (!range) throw new RangeError(`no service has a duration '${name}'`);
    return range;
  }

  association<Facts>(
    type: AssociationType<Facts>,
    location: AccountRegion,
    key: string,
  ): Association<Facts> | undefined {
    const id = idOf({ ...location, kind: type.kind, key });
    return this.#associations.get(id) as Association<Facts> | undefined;
  }

  /** Those whose key begins so; in every account and Region where no location is given. */
  associations<Facts>(type: AssociationType<Facts>, location?: AccountRegion, keyPrefix = ''): Association<Facts>[] {
    const prefix = location ? idOf({ ...location, kind: type.kind, key: keyPrefix }) : `${type.kind}/`;
    return Array.from(this.#associations.entries(prefix), ([, association]) => association as Association<Facts>);
  }

  /** Those of them that their service lists at this time. */
  listed<Facts>(
    type: AssociationType<Facts>,
    time: number,
    location?: AccountRegion,
    keyPrefix?: string,
  ): Association<Facts>[] {
    return this.associations(type, location, keyPrefix).filter(
      ({ timeline }) => stepAt(timeline, time).status !== ABSENT,
    );
  }

  save(association: Association): void {
    this.#associations.put(idOf(association), association);
  }

  /** A new association, or one under the key of an old one. */
  associate<Facts>(
    type: AssociationType<Facts>,
    { account, region }: AccountRegion,
    facts: Facts,
    steps: Timeline,
  ): Association<Facts> {
    const key = type.keyOf(facts);
    const earlier = this.association(type, { account, region }, key);
    const association: Association<Facts> = {
      kind: type.kind,
      account,
      region,
      key,
      facts,
      since: steps[0]?.at ?? this.now(),
      timeline: continueTimeline(earlier?.timeline ?? [], this.now(), steps),
      disassociations: earlier?.disassociations ?? 0,
    };
    this.save(association);
    return association;
  }

  /** Continues the association's timeline with these steps; those that were still to come are dropped. */
  transition<Facts>(association: Association<Facts>, steps: Timeline): Association<Facts> {
    const next = { ...association, timeline: continueTimeline(association.timeline, this.now(), steps) };
    this.save(next);
    return next;
  }

  /** The service accepted the disassociation: its steps begin, and the next outcome is drawn anew. */
  disassociate<Facts>(association: Association<Facts>, steps: Timeline): Association<Facts> {
    return this.transition({ ...association, disassociations: association.disassociations + 1 }, steps);
  }

  step(association: Association, at = this.now()): Step {
    return stepAt(association.timeline, at);
  }

  /** The service status at a time; ABSENT where the service lists no such association. */
  statusAt(association: Association, time = this.now()): string {
    return this.type(association.kind).statusAt?.(this, association, time) ?? this.step(association, time).status;
  }

  /** Whether this service status says that it is disassociated. */
  isDisassociated({ kind }: Pick<Association, 'kind'>, status: string): boolean {
    return status === ABSENT || (this.type(kind).disassociatedStatuses ?? []).includes(status);
  }

  resource<Resource>(type: ResourceType<Resource>, { account, region }: AccountRegion, name: string) {
    return this.#resources.get(`${type.name}/${account}/${region}/${name}`) as Resource | undefined;
  }

  putResource<Resource>(
    type: ResourceType<Resource>,
    { account, region }: AccountRegion,
    name: string,
    resource: Resource,
  ): void {
    this.#resources.put(`${type.name}/${account}/${region}/${name}`, resource);
  }

  deleteResource<Resource>(type: ResourceType<Resource>, { account, region }: AccountRegion, name: string): void {
    this.#resources.delete(`${type.name}/${account}/${region}/${name}`);
  }

  /** Those whose name begins so; in every account and Region where no location is given. */
  resources<Resource>(type: ResourceType<Resource>, location?: AccountRegion, namePrefix = ''): Resource[] {
    const prefix = location ? `${type.name}/${location.account}/${location.region}/${namePrefix}` : `${type.name}/`;
    return Array.from(this.#resources.entries(prefix), ([, resource]) => resource as Resource);
  }

  /** Scripts the outcome of a disassociation; `undefined` leaves it to chance again. @throws RangeError */
  setOutcome(kind: string, key: string, scripted: ScriptedOutcome | undefined, location: AccountRegion): void {
    this.#scripts.set(this.type(kind), idOf({ ...location, kind, key }), scripted);
  }

  scriptedOutcomeOf(association: AssociationId): ScriptedOutcome | undefined {
    return this.#scripts.get(idOf(association));
  }

  /** The outcome of a disassociation that is requested now. @param duration the name of the range it is drawn from */
  outcomeNow(association: Association, duration: string): DrawnOutcome {
    const { kind, account, region, key, disassociations } = association;
    const { seed, outcomeRates: rates } = this.options;
    const draw = { seed, rates, range: this.duration(duration) };
    const drawn = drawOutcome(this.type(kind), draw, [account, region, key, disassociations]);
    return this.#scripts.outcomeNow(idOf(association), drawn);
  }

  /** Logs what a mutating call did. */
  logEffect(call: Call, { kind, key }: Pick<Association, 'kind' | 'key'>, effect: Effect, detail?: string): void {
    this.effects.add(call, this.now(), { kind, key, effect, ...(detail === undefined ? {} : { detail }) });
  }

  /**
   * Runs a mutating call about one association in a transaction, and logs an AWS error as `rejected`. `run` checks
   * first and writes last: of a rejected call only the time since which the service is busy is kept.
   */
  mutate<Output>(call: Call, about: Pick<Association, 'kind' | 'key'>, run: () => Output): Output {
    const result = this.store.transaction((): { output: Output } | { error: AwsError } => {
      try {
        return { output: run() };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.logEffect(call, about, 'rejected', error.code);
        return { error };
      }
    });
    if ('error' in result) throw result.error;
    return result.output;
  }
}

function idOf({ kind, account, region, key }: AssociationId): string {
  return `${kind}/${account}/${region}/${key}`;
}
