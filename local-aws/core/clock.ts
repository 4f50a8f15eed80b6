/** The runtime's time: real, faster, or jumping to the next timer while a request is unfinished. */

import { type Due, TimerHeap } from './timer-heap.ts';

/** Handle of something that will happen. */
export interface Timer {
  cancel(): void;
}

export interface TimerOptions {
  /** Someone waits for this: the jumping clock may move to it. Schedules and later verifications say false. */
  advancesClock: boolean;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once at this time (at once, on a later turn, where it has passed). */
  at(time: number, run: () => void, options: TimerOptions): Timer;
  /** Something is under way that takes real time (an invocation, a delivery): the clock does not jump until released. */
  hold(): () => void;
}

export type ClockMode = 'real' | 'jump' | `x${number}`;

/** setTimeout holds at most this many milliseconds; longer waits are taken in steps. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * One clock for all modes. `jump` stands still while anything is held, then goes to the earliest timer, provided that
 * some timer moves it; without one it runs in real time. `advance` moves it by hand in every mode.
 */
export class RuntimeClock implements Clock {
  #mode: ClockMode;
  #speed = 1;
  /** Virtual time at `#since` (real). */
  #base: number;
  #since: number;
  #timers = new TimerHeap();
  #advancing = 0;
  #order = 0;
  #holds = 0;
  #wake: NodeJS.Timeout | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  #turn: NodeJS.Immediate | undefined;
  #stopped = false;
  /** Told of every time the clock goes to without real time passing, so that it can be written down. */
  onJump: (now: number) => void = () => {};

  constructor(mode: ClockMode = 'real', start: number = Date.now()) {
    this.#mode = mode;
    this.#base = start;
    this.#since = performance.now();
    this.#setMode(mode);
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  now(): number {
    return Math.floor(this.#base + (performance.now() - this.#since) * this.#speed);
  }

  at(time: number, run: () => void, { advancesClock }: TimerOptions): Timer {
    const entry: Due = { time, order: this.#order++, run, advancesClock, cancelled: false };
    this.#timers.push(entry);
    if (advancesClock) this.#advancing++;
    this.#plan();
    return {
      cancel: () => {
        if (entry.cancelled) return;
        entry.cancelled = true;
        if (advancesClock) this.#advancing--;
      },
    };
  }

  hold(): () => void {
    this.#holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#plan();
    };
  }

  /** Changes the mode without changing the time. */
  set(mode: ClockMode): void {
    this.#base = this.now();
    this.#since = performance.now();
    this.#setMode(mode);
    this.#wakeAt = Number.POSITIVE_INFINITY;
    this.#plan();
  }

  /** Moves time by hand: everything due on the way happens in order, each at its own time. */
  async advance(milliseconds: number): Promise<void> {
    const goal = this.now() + milliseconds;
    for (;;) {
      await this.idle();
      const next = this.#timers.peek();
      if (!next || next.time > goal) break;
      this.#jumpTo(next.time);
      this.#fireDue();
    }
    this.#jumpTo(goal);
    this.#plan();
  }

  /** Resolves when nothing is held and every turn under way has ended. */
  async idle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#holds > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    } while (this.#holds > 0);
  }

  /** The next time anything is due, for `sim clock`. */
  next(): number | undefined {
    return this.#timers.peek()?.time;
  }

  /** Whether anything is due that someone waits for. */
  get hasAdvancingTimer(): boolean {
    return this.#advancing > 0;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#wake);
    clearImmediate(this.#turn);
  }

  #setMode(mode: ClockMode): void {
    const known = /^(?:real|jump|x(\d+(?:\.\d+)?))$/.exec(mode);
    const speed = Number(known?.[1] ?? 1);
    if (!known || !(speed > 0 && speed <= 100_000)) {
      throw new RangeError(`a clock runs at real, jump or xN, N from 1 to 100000; not ${mode}`);
    }
    this.#mode = mode;
    this.#speed = speed;
  }

  #jumpTo(time: number): void {
    if (time <= this.now()) return;
    this.#base = time;
    this.#since = performance.now();
    this.onJump(time);
  }

  /** Wakes when the next timer is due; on the way, where a timer moves the clock and nothing is held, jumps to it. */
  #plan(): void {
    if (this.#stopped) return;
    const next = this.#timers.peek();
    if (!next) return;
    if (this.#mayJump()) this.#turn ??= setImmediate(() => this.#jump());
    if (next.time >= this.#wakeAt) return;
    clearTimeout(this.#wake);
    this.#wakeAt = next.time;
    const delay = Math.min(LONGEST_TIMEOUT, Math.max(0, Math.ceil((next.time - this.now()) / this.#speed)));
    this.#wake = setTimeout(() => {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#fireDue();
      this.#plan();
    }, delay);
  }

  #mayJump(): boolean {
    return this.#mode === 'jump' && this.#advancing > 0 && this.#holds === 0;
  }

  #jump(): void {
    this.#turn = undefined;
    const soonest = this.#mayJump() ? this.#timers.peek() : undefined;
    if (soonest) {
      this.#jumpTo(soonest.time);
      this.#fireDue();
    }
    this.#plan();
  }

  #fireDue(): void {
    const now = this.now();
    for (let next = this.#timers.peek(); next && next.time <= now; next = this.#timers.peek()) {
      this.#timers.pop();
      if (next.cancelled) continue;
      if (next.advancesClock) this.#advancing--;
      next.cancelled = true;
      next.run();
    }
  }
}
