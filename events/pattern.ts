import { compilePattern, InvalidEventPatternException } from '@offboard/event-pattern';
import * as v from 'valibot';

export const patternSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      compilePattern(dataset.value);
    } catch (error) {
      if (!(error instanceof InvalidEventPatternException)) throw error;
      addIssue({ message: `must be an event pattern: ${error.message}` });
    }
  }),
);
