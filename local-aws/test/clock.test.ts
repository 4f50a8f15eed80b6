import { afterEach, describe, expect, it } from 'vitest';
import { RuntimeClock } from '../core/clock.ts';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const clocks: RuntimeClock[] = [];

function clock(mode: 'real' | 'jump' = 'jump'): RuntimeClock {
  const made = new RuntimeClock(mode, START);
  clocks.push(made);
  return made;
}

/** Lets the clock take as many turns of the event loop as it likes to. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(() => {
  for (const made of clocks.splice(0)) made.stop();
});

describe('the jumping clock', () => {
  it('jumps to timers that someone waits for, in order of time, then of asking', async () => {
    const time = clock();
    const fired: string[] = [];
    time.at(START + 2 * HOUR, () => fired.push('second'), { advancesClock: true });
    time.at(START + HOUR, () => fired.push('first'), { advancesClock: true });
    time.at(START + 2 * HOUR, () => fired.push('third'), { advancesClock: true });
    await turns();
    expect(fired).toEqual(['first', 'second', 'third']);
    expect(time.now() - START).toBeGreaterThanOrEqual(2 * HOUR);
  });

  it('stands still for timers that nobody waits for', async () => {
    const time = clock();
    let fired = false;
    time.at(
      START + HOUR,
      () => {
        fired = true;
      },
      { advancesClock: false },
    );
    await turns();
    expect(fired).toBe(false);
    expect(time.now() - START).toBeLessThan(HOUR);
  });

  it('passes what nobody waits for on the way to what someone waits for', async () => {
    const time = clock();
    const fired: number[] = [];
    time.at(START + HOUR, () => fired.push(time.now() - START), { advancesClock: false });
    time.at(START + 2 * HOUR, () => fired.push(time.now() - START), { advancesClock: true });
    await turns();
    expect(fired.map((at) => Math.floor(at / HOUR))).toEqual([1, 2]);
  });

  it('does not jump while something is held', async () => {
    const time = clock();
    let fired = false;
    const release = time.hold();
    time.at(
      START + HOUR,
      () => {
        fired = true;
      },
      { advancesClock: true },
    );
    await turns();
    expect(fired).toBe(false);
    release();
    await turns();
    expect(fired).toBe(true);
  });

  it('stands still again once the timer it would jump for is cancelled', async () => {
    const time = clock();
    const timer = time.at(START + HOUR, () => expect.unreachable(), { advancesClock: true });
    time.at(START + 2 * HOUR, () => expect.unreachable(), { advancesClock: false });
    timer.cancel();
    await turns();
    expect(time.now() - START).toBeLessThan(HOUR);
  });
});

describe('a clock moved by hand', () => {
  it('runs everything due on the way, each at its own time, what that plans included', async () => {
    const time = clock('real');
    const fired: number[] = [];
    time.at(
      START + HOUR,
      () => {
        fired.push(time.now() - START);
        time.at(START + 2 * HOUR, () => fired.push(time.now() - START), { advancesClock: false });
      },
      { advancesClock: false },
    );
    await time.advance(3 * HOUR);
    expect(fired.map((at) => Math.floor(at / HOUR))).toEqual([1, 2]);
    expect(Math.floor((time.now() - START) / HOUR)).toBe(3);
  });

  it('keeps its time when the mode changes', () => {
    const time = clock('jump');
    const before = time.now();
    time.set('real');
    expect(time.now()).toBeGreaterThanOrEqual(before);
    expect(time.now() - before).toBeLessThan(1000);
  });

  it('refuses a mode it does not know', () => {
    for (const mode of ['x0', 'backwards', 'x1e9']) {
      expect(() => new RuntimeClock(mode as 'real')).toThrow(/real, jump or xN/);
    }
  });
});
