/**
 * Keeps the list of executions current while someone looks at it. What is on the screen is read first, then what runs,
 * then the rest, newest first; nothing is read when nobody looks.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { viewExecution } from '../../../client/executions/view.ts';
import type { ExecutionChanges } from '../../contract.ts';
import { isRequest } from '../../roles.ts';
import type { AwsGateway } from '../aws-gateway.ts';
import type { ExecutionCache } from './cache.ts';
import { HistoryReader } from './history.ts';
import { ExecutionLister } from './lister.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type Entry, ExecutionTable } from './table.ts';

export interface RefreshIntervals {
  /** Milliseconds between two rounds of listing. */
  list: number;
  /** Milliseconds between two rounds of asking what still runs. */
  sweep: number;
  /** Milliseconds after which a running execution is read again. */
  stale: number;
}

export interface LiveListOptions {
  source: AwsGateway;
  budget: RateLimiter;
  cache: ExecutionCache;
  pace: RefreshIntervals;
}

/** A page that has not asked for this long (milliseconds) is closed. */
const LOOKED_AWAY = 10_000;
/** Within AWS's rates a dozen machines take seconds to list; what is there is shown before. */
const FIRST_SIGHT = 1_000;
/** After Step Functions refused. */
const AGAIN_AFTER = 2_000;
/** How many are chosen at once; what comes on the screen meanwhile waits for no more. */
const BATCH = 20;

export class LiveExecutionList {
  readonly rows = new ExecutionTable();
  readonly histories: HistoryReader;
  readonly #lister: ExecutionLister;
  readonly #source: AwsGateway;
  readonly #cache: ExecutionCache;
  readonly #pace: RefreshIntervals;
  #visible: ReadonlySet<number> = new Set();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #trouble: string | undefined;
  #running = false;
  #sweptAt = performance.now();
  /** Machines of requests, by name; the others look after them, and are read once. */
  #requests: ReadonlySet<string> = new Set();
  #turn = 0;
  #firstSight: Promise<void> | undefined;

  constructor({ source, budget, cache, pace }: LiveListOptions) {
    this.histories = new HistoryReader(source, budget);
    this.#lister = new ExecutionLister({ source, budget, rows: this.rows });
    this.#source = source;
    this.#cache = cache;
    this.#pace = pace;
  }

  /** Someone looks at these rows. Resolves when the newest executions are listed, or some of them after a while. */
  async look(visible: readonly number[]): Promise<void> {
    this.#visible = new Set(visible);
    this.#lookedAt = performance.now();
    if (!this.#running) this.#start();
    await this.#firstSight;
  }

  changes(after: number): ExecutionChanges {
    return this.rows.changes(after, this.#reading());
  }

  newest(most: number): ExecutionChanges {
    return this.rows.newest(most, this.#reading());
  }

  #reading() {
    return { ...this.#lister.reach(), ...(this.#trouble === undefined ? {} : { trouble: this.#trouble }) };
  }

  #start(): void {
    this.#running = true;
    const first = Promise.withResolvers<void>();
    this.#firstSight = Promise.race([first.promise, sleep(FIRST_SIGHT, undefined, { ref: false })]);
    const listing = this.#repeat(async () => {
      const more = await this.#lister.round().finally(first.resolve);
      if (!more && performance.now() - this.#sweptAt > this.#pace.sweep) {
        this.#sweptAt = performance.now();
        await this.#lister.sweep();
      }
      await sleep(more ? 0 : this.#pace.list);
    });
    const reading = this.#repeat(async () => {
      this.#requests = await this.#requestMachines();
      const due = this.#due();
      for (const entry of due) await this.#read(entry);
      if (due.length === 0) await sleep(50);
    });
    void Promise.all([listing, reading]).then(() => {
      this.#running = false;
    });
  }

  async #repeat(run: () => Promise<void>): Promise<void> {
    while (performance.now() - this.#lookedAt < LOOKED_AWAY) {
      try {
        await run();
        this.#trouble = undefined;
      } catch (error) {
        this.#trouble = `${(error as Error).name}: ${(error as Error).message}`;
        await sleep(AGAIN_AFTER);
      }
    }
  }

  async #requestMachines(): Promise<ReadonlySet<string>> {
    const { machines } = await this.#source.stack();
    return new Set(machines.filter(({ role }) => isRequest(role)).map(({ name }) => name));
  }

  /**
   * What is on the screen; then requests that are new and run; then by turns what was never read, requests first, and
   * what was read too long ago.
   */
  #due(): Entry[] {
    const now = performance.now();
    const onScreen = [...this.#visible].flatMap((id) => this.rows.byId(id) ?? []);
    const wanted = onScreen.filter((entry) => entry.row.depth !== 'HISTORY' || this.#isStale(entry, now));
    if (wanted.length > 0) return wanted.slice(0, BATCH);
    const all = this.rows.newestFirst();
    const unread = all.filter(({ row }) => row.depth === 'LISTED');
    const requests = unread.filter(({ row }) => this.#requests.has(row.machine));
    const fresh = requests.filter(({ row }) => row.status === 'RUNNING');
    if (fresh.length > 0) return fresh.slice(0, BATCH);
    const never = requests.length > 0 ? requests : unread;
    const stale = all.filter((entry) => this.#requests.has(entry.row.machine) && this.#isStale(entry, now));
    const stalest = stale.sort((a, b) => a.readAt - b.readAt);
    return (this.#turn++ % 2 === 0 || never.length === 0 ? [...stalest, ...never] : never).slice(0, BATCH);
  }

  #isStale({ row, readAt }: Entry, now: number): boolean {
    return row.status === 'RUNNING' && now - readAt > this.#pace.stale;
  }

  /** Describes it; where it runs or is on the screen, reads its newest events too. */
  async #read({ row }: Entry): Promise<void> {
    const kept = row.status === 'RUNNING' ? undefined : this.#cache.get(row.arn);
    if (kept && kept.described.status === row.status && kept.described.stopDate?.toISOString() === row.ended) {
      this.rows.tell(viewExecution(kept.described, kept.events), 'HISTORY');
      return;
    }
    const described = await this.histories.describe(row.arn);
    if (described.status !== 'RUNNING' && !this.#visible.has(row.id)) {
      this.rows.tell(viewExecution(described), 'DESCRIBED');
      return;
    }
    const events = await this.histories.glance(row.arn);
    this.rows.tell(viewExecution(described, events), 'HISTORY');
    if (described.status !== 'RUNNING') this.#cache.put(row.arn, { described, events, partial: true });
  }
}
