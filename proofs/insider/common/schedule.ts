/** What is done at a moment of virtual time. */

import type { Harness } from '../../common/harness.ts';

export const MINUTE = 60_000;

/** So many milliseconds from now. The clock stands meanwhile. */
export function after({ runtime: { clock } }: Harness, milliseconds: number, act: () => Promise<void>): void {
  const begin = () => {
    const release = clock.hold();
    void act().finally(release);
  };
  clock.at(clock.now() + milliseconds, begin, { advancesClock: true });
}
