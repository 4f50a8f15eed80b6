/** Replay: an execution follows from the events it was given, whatever was killed in between. */

import { isDeepStrictEqual } from 'node:util';
import { compilePattern } from '@offboard/event-pattern';
import { random } from '@offboard/local-aws/random';
import { validateDefinition } from '@offboard/local-aws/states-language';
import fc from 'fast-check';
import type { Proof } from './common/proof.ts';
import { randomInput, randomMachine } from './replay/random-machines.ts';
import { event, pattern } from './replay/random-patterns.ts';
import { type RandomRun, replay as replayRun, runAtRandom, START, specOf } from './replay/random-run.ts';
import { referenceMatches } from './replay/reference-matcher.ts';
import { resumeEverywhere } from './replay/resume.ts';
import { compareStepThrough, type Definition, delayed } from './replay/step-through.ts';

/** For each machine: random runs of it, and pairs of a pattern and an event. */
const RUNS_PER_MACHINE = 5;
const PAIRS = 25;
/** One machine in this many is also run in Step Functions itself, and killed after every transaction. */
const RARELY = 5;

export const replay: Proof = {
  claim:
    'replayed, killed anywhere or answered in any order, an execution stays the same; the console steps through it as the engine went; patterns match as the reference matcher reads them',
  full: 5_000,
  small: 30,
  async run({ seed, size, note }) {
    const failures: string[] = [];
    const counts = { machines: 0, runs: 0, transitions: 0, events: 0, tasks: 0, steps: 0, kills: 0, patterns: 0 };
    for (let index = 0; index < size; index++) {
      const definition = randomMachine(random(seed, 'machine', index));
      counts.machines++;
      const wrong = validateDefinition(JSON.stringify(definition)).find(({ severity }) => severity === 'ERROR');
      if (wrong) failures.push(`machine ${index}: a good definition is refused: ${JSON.stringify(wrong)}`);
      for (let number = 0; number < RUNS_PER_MACHINE; number++) {
        // The label keeps the draws of earlier versions, so that a seed gives the same run.
        const chance = random(seed, 'course', index, number);
        const run = await runAtRandom(specOf(definition, randomInput(chance), `${seed}/${index}/${number}`), chance);
        counts.runs++;
        counts.transitions += run.steps.length;
        counts.events += run.history.length;
        counts.tasks += run.tasks;
        failures.push(
          ...[...run.failures, ...(await compare(run))].map((text) => `machine ${index}/${number}: ${text}`),
        );
      }
      const { compared, differences } = await stepThrough(definition as Definition, `${seed}/${index}`, seed, index);
      counts.steps += compared;
      failures.push(...differences.map((text) => `machine ${index}: ${text}`));
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
      failures.push(
        `pattern ${JSON.stringify(aPattern)} on ${JSON.stringify(anEvent)} differs from the reference matcher`,
      );
    }
    return { counts, failures };
  },
};

async function stepThrough(definition: Definition, name: string, seed: number, index: number) {
  const chance = random(seed, 'step', index);
  const { spec, steps } = await runAtRandom(specOf(delayed(definition), randomInput(chance), name), chance);
  return compareStepThrough(spec, steps, START);
}

async function compare(run: RandomRun): Promise<string[]> {
  const found: string[] = [];
  for (const copied of [false, true]) {
    const { execution, history } = await replayRun(run, copied);
    const how = copied ? 'killed at every transition' : 'replayed';
    if (!isDeepStrictEqual(history, run.history)) found.push(`${how}, it has another history`);
    if (JSON.stringify(execution) !== JSON.stringify(run.execution)) found.push(`${how}, it is another execution`);
  }
  return found;
}
