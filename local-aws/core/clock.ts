/** Virtual time: real, faster, or jumping to the next timer while a request is unfinished. */

import { type Due, TimerHeap } from './timer-heap.ts';

export interface Timer {
  cancel(): void;
}

export interface TimerOptions {
  /** Whether an unfinished request waits for it, so that the jumping clock may go to it. False for schedules. */
  advancesClock: boolean;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once at this time; on the next turn where the time has passed. */
  at(time: number, run: () => void, options: TimerOptions): Timer;
  /** Keeps the clock from jumping while work takes real time (an invocation, a delivery). @returns how to release it. */
  hold(): () => void;
}

export type ClockMode = 'real' | 'jump' | `x${number}`;

/** setTimeout holds at most this many milliseconds; longer waits are taken in steps. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/**
 * One clock for all modes. `jump` waits while it is held, then goes to the earliest timer if any timer advances the
 * clock; if none does, it runs in real time. `advance` moves it in every mode.
 */
export class RuntimeClock implements Clock {
  #mode: ClockMode;
  #speed = 1;
  /** Virtual time at `#since` (real). */
  #base: number;
  #since: number;
  #wall: () => number;
  #timers = new TimerHeap();
  #advancing = 0;
  #order = 0;
  #holds = 0;
  #wake: NodeJS.Timeout | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  #turn: NodeJS.Immediate | undefined;
  #stopped = false;
  /** Called with every time the clock jumps to, so that it can be stored. */
  onJump: (now: number) => void = () => {};

  /** @param wall the milliseconds that pass by themselves; a constant leaves all to `advance`. */
  constructor(mode: ClockMode = 'real', start: number = Date.now(), wall = () => performance.now()) {
    this.#mode = mode;
    this.#base = start;
    this.#wall = wall;
    this.#since = wall();
    this.#setMode(mode);
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  now(): number {
    return Math.floor(this.#base + (this.#wall() - this.#since) * this.#speed);
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
    this.#since = this.#wall();
    this.#setMode(mode);
    this.#wakeAt = Number.POSITIVE_INFINITY;
    this.#plan();
  }

  /** Moves time on. Timers that are due on the way run in order, each at its own time. */
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

  /** Resolves when the clock is not held and the present turn of the event loop has ended. */
  async idle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#holds > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    } while (this.#holds > 0);
  }

  /** When the next timer is due, in milliseconds since 1970. */
  next(): number | undefined {
    return this.#timers.peek()?.time;
  }

  /** Whether an unfinished request waits for a timer. */
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
    this.#since = this.#wall();
    this.onJump(time);
  }

  /** Sets the real timer for the next one that is due, and jumps to it where the clock may. */
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
