/**
 * Event patterns as EventBridge matches them: the grammar and the semantics of AWS's own matcher, aws/event-ruler.
 * It is text that is matched, so that numbers keep their spelling and names may come twice, as there.
 */

import { compile } from './compile.ts';
import { MatchableEvent } from './event.ts';
import { matches } from './match.ts';

export { MatchableEvent } from './event.ts';
export { InvalidEventPatternException } from './refusal.ts';

/** Whether an event (its JSON text, its value, or one that was read before) matches. */
export type EventPattern = (event: unknown) => boolean;

/**
 * @param pattern its JSON text, or its value.
 * @throws InvalidEventPatternException for what AWS refuses: the reason in AWS's words, with line and column.
 */
export function compilePattern(pattern: string | object): EventPattern {
  const branches = compile(typeof pattern === 'string' ? pattern : JSON.stringify(pattern));
  return (event) => {
    const read = event instanceof MatchableEvent ? event : new MatchableEvent(event);
    return branches.some((branch) => matches(branch, read));
  };
}
