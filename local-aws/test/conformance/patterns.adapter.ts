/** What the conformance runner calls: both are JSON text; a throw for a pattern that is refused. */

import { compilePattern } from '@offboard/event-pattern';

export function matches(pattern: string, event: string): boolean {
  return compilePattern(pattern)(event);
}
