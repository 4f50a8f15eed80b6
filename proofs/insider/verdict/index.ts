/** Whether the world, the answers and the evidence agree after an attack, and nothing was ended that may not be. */

import type { Plan } from '../../../offboardings/common/plan.ts';
import { planKey } from '../../../offboardings/keys.ts';
import { countOutcomes } from '../../common/harness.ts';
import { readObject } from '../../offboardings/requests.ts';
import type { Attack, BusEvent } from '../common/attack.ts';
import { bucketOf } from '../common/insider.ts';
import { answerProblems, honestProblems } from './answers.ts';
import { evidenceVerdict } from './evidence.ts';
import { type Execution, executionsOf } from './executions.ts';
import { requesterProblems } from './identity.ts';
import { outcomeProblems } from './outcomes.ts';
import { type Run, worldProblems } from './world.ts';

export async function verdictOn(attack: Attack, events: readonly BusEvent[]) {
  const { harness } = attack;
  const executions = await executionsOf(harness);
  const { documents, failures } = await evidenceVerdict(attack, executions);
  const finals = executions.flatMap((execution) => execution.finals);
  return {
    counts: { events: events.length, executions: executions.length, documents, ...countOutcomes(finals) },
    failures: [
      ...answerProblems(harness, events, executions),
      ...worldProblems(attack, executions, await runsOf(attack, executions)),
      ...outcomeProblems(attack, executions),
      ...requesterProblems(attack, executions),
      ...honestProblems(attack, executions),
      ...failures,
    ],
  };
}

/** The offboardings that made a plan. */
async function runsOf({ harness }: Attack, executions: readonly Execution[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const execution of executions.filter(({ machine }) => machine === 'offboard')) {
    const id = String(execution.input.detail?.metadata?.id);
    const object = { bucket: bucketOf(harness), key: planKey(id, execution.arn.split(':').at(-1) ?? '') };
    const text = await readObject(harness, object).catch(() => undefined);
    if (text !== undefined) runs.push({ execution, plan: JSON.parse(text) as Plan });
  }
  return runs;
}
