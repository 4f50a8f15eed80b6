/** Event patterns as EventBridge takes them: the matcher's grammar, within the service's own limits. */

import {
  compilePattern,
  type EventPattern,
  InvalidEventPatternException,
  MatchableEvent,
} from '@offboard/event-pattern';
import { AwsError } from '../../core/aws.ts';
import { validationException } from '../state/errors.ts';
import type { Operations } from './inputs.ts';

/** Of wildcards before one and the same character. Recorded: `*:*:*:*:*:event-bus/*` is refused. */
const MOST_ALIKE = 4;

/** @throws AwsError InvalidEventPatternException */
export function checkPattern(pattern: string): EventPattern {
  try {
    const matches = compilePattern(pattern);
    for (const [text] of pattern.matchAll(/"wildcard"\s*:\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\])/g)) refuseComplex(text);
    return matches;
  } catch (error) {
    if (error instanceof InvalidEventPatternException) throw invalid(error.message);
    throw error;
  }
}

/** Each wildcard that may begin again at the same character doubles the ways to match. */
function refuseComplex(wildcards: string): void {
  for (const [wildcard] of wildcards.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    const following = [...wildcard.matchAll(/\*([^*"])/g)].map(([, character]) => character);
    const alike = Math.max(0, ...following.map((each) => following.filter((other) => other === each).length));
    if (alike > MOST_ALIKE) {
      throw invalid(
        'Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
      );
    }
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidEventPatternException', message);
}

/** What the API reference of TestEventPattern calls mandatory in an event, but `resources`, which AWS does not ask for. */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'detail-type'] as const;

export const patternOperations = {
  TestEventPattern: {
    permissions: (_input, { region, account }) => [
      { action: 'events:TestEventPattern', resource: `arn:aws:events:${region}:${account}:*` },
    ],
    run(input) {
      const matches = checkPattern(input.EventPattern);
      return { Result: matches(readEvent(input.Event)) };
    },
  },
} satisfies Operations;

function readEvent(text: string): MatchableEvent {
  try {
    const event = new MatchableEvent(text);
    const given = JSON.parse(text) as Record<string, unknown>;
    for (const field of REQUIRED) {
      if (given[field] === undefined)
        throw validationException(`Parameter Event is not valid. Reason: ${field} is a required field.`);
    }
    return event;
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw validationException('Parameter Event is not valid. Reason: Event must be a JSON object.');
  }
}
