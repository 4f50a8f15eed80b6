/** Replay: what an execution is follows from what happened to it, whatever was killed in between. */

import { isDeepStrictEqual } from 'node:util';
import { compilePattern } from '@offboard/event-pattern';
import { random } from '@offboard/local-aws/random';
import { validateDefinition } from '@offboard/local-aws/states-language';
import fc from 'fast-check';
import type { Proof } from './proof.ts';
import { randomInput, randomMachine } from './replay/random-machines.ts';
import { event, pattern } from './replay/random-patterns.ts';
import { replay as again, type Course, runCourse, specOf } from './replay/random-run.ts';
import { referenceMatches } from './replay/reference-matcher.ts';
import { resumeEverywhere } from './replay/resume.ts';

/** For each machine: courses through it, and pairs of a pattern and an event. */
const COURSES = 5;
const PAIRS = 25;
/** One machine in this many is also run in Step Functions itself, and killed after every transaction. */
const RARELY = 5;

export const replay: Proof = {
  claim: 'replayed, killed anywhere or answered in any order, an execution stays the same; patterns match as they read',
  full: 5_000,
  small: 30,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { machines: 0, courses: 0, turns: 0, events: 0, tasks: 0, kills: 0, patterns: 0 };
    for (let index = 0; index < size; index++) {
      const definition = randomMachine(random(seed, 'machine', index));
      counts.machines++;
      const wrong = validateDefinition(JSON.stringify(definition)).find(({ severity }) => severity === 'ERROR');
      if (wrong) failures.push(`machine ${index}: a good definition is refused: ${JSON.stringify(wrong)}`);
      for (let course = 0; course < COURSES; course++) {
        const chance = random(seed, 'course', index, course);
        const ran = await runCourse(specOf(definition, randomInput(chance), `${seed}/${index}/${course}`), chance);
        counts.courses++;
        counts.turns += ran.steps.length;
        counts.events += ran.history.length;
        counts.tasks += ran.tasks;
        failures.push(
          ...[...ran.failures, ...(await compare(ran))].map((text) => `machine ${index}/${course}: ${text}`),
        );
      }
      if (index % RARELY === 0) {
        const input = randomInput(random(seed, 'input', index));
        const { kills, differences } = await resumeEverywhere(definition, input);
        counts.kills += kills;
        failures.push(...differences.map((text) => `machine ${index}: ${text}`));
      }
      if (index % 100 === 99) note(`replay: ${index + 1} of ${size} machines`);
    }
    for (const [aPattern, anEvent] of fc.sample(fc.tuple(pattern, event), { numRuns: size * PAIRS, seed })) {
      counts.patterns++;
      if (compilePattern(aPattern)(anEvent) === referenceMatches(aPattern, anEvent)) continue;
      failures.push(`pattern ${JSON.stringify(aPattern)} on ${JSON.stringify(anEvent)} differs from its plain reading`);
    }
    return { counts, failures };
  },
};

async function compare(course: Course): Promise<string[]> {
  const found: string[] = [];
  for (const copied of [false, true]) {
    const { execution, history } = await again(course, copied);
    const how = copied ? 'killed at every turn' : 'replayed';
    if (!isDeepStrictEqual(history, course.history)) found.push(`${how}, it has another history`);
    if (JSON.stringify(execution) !== JSON.stringify(course.execution)) found.push(`${how}, it is another execution`);
  }
  return found;
}
