import * as v from 'valibot';
import { problemLine, problemOf } from '../../events/problem.ts';

/** @throws Error with every problem. */
export function parse<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, name: string): Output {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new Error(result.issues.map((issue) => problemLine(problemOf(issue, name))).join('; '));
}
