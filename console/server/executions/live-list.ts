/**
 * Keeps the list of executions current while a page shows it. Rows on the screen are read first, then running requests,
 * then the rest, newest first; nothing is read while no page asks.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { viewExecution } from '../../../client/executions/view.ts';
import { isRequestMachine } from '../../../client/stack.ts';
import type { StackClient } from '../../../client/stack-client.ts';
import type { ExecutionChanges } from '../../contract.ts';
import type { ExecutionCache } from './cache.ts';
import { HistoryReader } from './history.ts';
import { ExecutionLister } from './lister.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { ExecutionTable, type TableEntry } from './table.ts';

/** In milliseconds. */
interface RefreshIntervals {
  /** Between two rounds of listing. */
  list: number;
  /** Between two searches for executions that have ended. */
  ended: number;
  /** After which a running execution is read again. */
  stale: number;
}

interface LiveListOptions {
  client: StackClient;
  limiter: RateLimiter;
  cache: ExecutionCache;
  intervals: RefreshIntervals;
}

/** Milliseconds after the last request of a page. */
const IDLE_AFTER = 10_000;
/** At AWS's rates a dozen machines take seconds to list; what has been listed by then is shown. */
const FIRST_ANSWER_WITHIN = 1_000;
/** Milliseconds after an error of Step Functions. */
const RETRY_AFTER = 2_000;
/** Executions chosen at once: rows that come on the screen wait for no more. */
const BATCH = 20;

export class LiveExecutionList {
  readonly table = new ExecutionTable();
  readonly histories: HistoryReader;
  readonly #lister: ExecutionLister;
  readonly #client: StackClient;
  readonly #cache: ExecutionCache;
  readonly #intervals: RefreshIntervals;
  #visible: ReadonlySet<number> = new Set();
  #requestedAt = Number.NEGATIVE_INFINITY;
  #error: string | undefined;
  #running = false;
  #endedFoundAt = performance.now();
  /** Names of machines whose executions are requests. Executions of internal machines are read once. */
  #requestMachines: ReadonlySet<string> = new Set();
  #turn = 0;
  #firstAnswer: Promise<void> | undefined;

  constructor({ client, limiter, cache, intervals }: LiveListOptions) {
    this.histories = new HistoryReader(client, limiter);
    this.#lister = new ExecutionLister({ client, limiter, table: this.table });
    this.#client = client;
    this.#cache = cache;
    this.#intervals = intervals;
  }

  /**
   * Keeps the list current for some seconds, the visible rows first. Resolves when the newest executions are listed, or
   * after a second.
   */
  async keepCurrent(visible: readonly number[]): Promise<void> {
    this.#visible = new Set(visible);
    this.#requestedAt = performance.now();
    if (!this.#running) this.#start();
    await this.#firstAnswer;
  }

  changes(after: number): ExecutionChanges {
    return this.table.changes(after, this.#progress());
  }

  newest(count: number): ExecutionChanges {
    return this.table.newest(count, this.#progress());
  }

  #progress() {
    return { ...this.#lister.progress(), ...(this.#error === undefined ? {} : { error: this.#error }) };
  }

  #start(): void {
    this.#running = true;
    const first = Promise.withResolvers<void>();
    this.#firstAnswer = Promise.race([first.promise, sleep(FIRST_ANSWER_WITHIN, undefined, { ref: false })]);
    const listing = this.#repeat(() => this.#list(first.resolve));
    const reading = this.#repeat(() => this.#readDue());
    void Promise.all([listing, reading]).then(() => {
      this.#running = false;
    });
  }

  async #repeat(run: () => Promise<void>): Promise<void> {
    while (performance.now() - this.#requestedAt < IDLE_AFTER) {
      try {
        await run();
        this.#error = undefined;
      } catch (error) {
        this.#error = `${(error as Error).name}: ${(error as Error).message}`;
        await sleep(RETRY_AFTER);
      }
    }
  }

  async #list(onListed: () => void): Promise<void> {
    const more = await this.#lister.listRound().finally(onListed);
    if (!more && performance.now() - this.#endedFoundAt > this.#intervals.ended) {
      this.#endedFoundAt = performance.now();
      await this.#lister.findEnded();
    }
    await sleep(more ? 0 : this.#intervals.list);
  }

  async #readDue(): Promise<void> {
    const { machines } = await this.#client.stack();
    this.#requestMachines = new Set(machines.filter(({ role }) => isRequestMachine(role)).map(({ name }) => name));
    const due = this.#due();
    for (const entry of due) await this.#read(entry);
    if (due.length === 0) await sleep(50);
  }

  /**
   * Rows on the screen; then new requests that run; then in turn rows that were never read, requests first, and running
   * requests whose state is stale.
   */
  #due(): TableEntry[] {
    const now = performance.now();
    const onScreen = [...this.#visible].flatMap((id) => this.table.byId(id) ?? []);
    const unreadOnScreen = onScreen.filter((entry) => entry.row.detail !== 'HISTORY' || this.#isStale(entry, now));
    if (unreadOnScreen.length > 0) return unreadOnScreen.slice(0, BATCH);
    const all = this.table.newestFirst();
    const unread = all.filter(({ row }) => row.detail === 'LISTED');
    const requests = unread.filter((entry) => this.#isRequest(entry));
    const running = requests.filter(({ row }) => row.status === 'RUNNING');
    if (running.length > 0) return running.slice(0, BATCH);
    const neverRead = requests.length > 0 ? requests : unread;
    const stale = all.filter((entry) => this.#isRequest(entry) && this.#isStale(entry, now));
    const stalest = stale.sort((a, b) => a.readAt - b.readAt);
    return (this.#turn++ % 2 === 0 || neverRead.length === 0 ? [...stalest, ...neverRead] : neverRead).slice(0, BATCH);
  }

  #isRequest({ row }: TableEntry): boolean {
    return this.#requestMachines.has(row.machine);
  }

  #isStale({ row, readAt }: TableEntry, now: number): boolean {
    return row.status === 'RUNNING' && now - readAt > this.#intervals.stale;
  }

  /** Describes an execution, and reads its newest events where it runs or is on the screen. */
  async #read({ row }: TableEntry): Promise<void> {
    const cached = row.status === 'RUNNING' ? undefined : this.#cache.get(row.arn);
    if (cached && cached.described.status === row.status && cached.described.stopDate?.toISOString() === row.ended) {
      this.table.update(viewExecution(cached.described, cached.events), 'HISTORY');
      return;
    }
    const described = await this.histories.describe(row.arn);
    if (described.status !== 'RUNNING' && !this.#visible.has(row.id)) {
      this.table.update(viewExecution(described), 'DESCRIBED');
      return;
    }
    const events = await this.histories.readRecent(row.arn);
    this.table.update(viewExecution(described, events), 'HISTORY');
    if (described.status !== 'RUNNING') this.#cache.put(row.arn, { described, events, partial: true });
  }
}
