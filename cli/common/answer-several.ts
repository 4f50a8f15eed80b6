import { answerPendingPlan, type GivenAnswer } from '../../client/approvals/answer.ts';
import { findPendingPlans, type PendingPlan } from '../../client/approvals/pending-plan.ts';
import { ClientError } from '../../client/errors.ts';
import { explainError } from '../../client/explain-error.ts';
import { readPlan, type StoredPlan } from '../../client/plans/find.ts';
import { homeOf } from '../../client/stack.ts';
import { answerSentence } from './answer-sentence.ts';
import type { Context, Options } from './command.ts';
import { confirm } from './confirm.ts';
import { EXIT, type ExitCode, exitOfAll, reportOf } from './exit.ts';
import { printPlan } from './plan-table.ts';
import { failure } from './print-error.ts';

type Given = Pick<GivenAnswer, 'decision' | 'reason'>;

interface Result {
  id: string;
  exitCode: ExitCode;
  answer?: GivenAnswer;
  error?: ReturnType<typeof failure>['error'];
}

/** @returns the exit code of all, or that a part of them is answered. */
export async function answerSeveral(
  context: Context,
  ids: readonly string[],
  given: Given,
  options: Options,
): Promise<ExitCode> {
  const { output, client } = context;
  const { shown, failures } = await previewAll(context, [...new Set(ids)]);
  const plans = `${shown.length} ${shown.length === 1 ? 'plan' : 'plans'}`;
  if (shown.length > 0) await confirm(context, `${given.decision} ${plans}`, options);
  const results = [...failures];
  for (const { id, pending } of shown) {
    results.push(await attempt(context, id, () => answerPendingPlan(client(), { ...pending, ...given })));
  }
  if (output.structured) output.data({ answers: results });
  return exitOfAll(results.map(({ exitCode }) => exitCode));
}

/** Two ids of one run are one plan. */
async function previewAll(context: Context, ids: readonly string[]) {
  const found = await findPendingPlans(context.client(), ids);
  const shown = new Map<string, { id: string; pending: PendingPlan }>();
  const failures: Result[] = [];
  for (const [index, id] of ids.entries()) {
    const result = await attempt(context, id, async () => {
      const pending = fulfilled(found[index] as PromiseSettledResult<PendingPlan>);
      if (shown.has(pending.run)) return undefined;
      await preview(context, pending);
      shown.set(pending.run, { id, pending });
      return undefined;
    });
    if (result.error !== undefined) failures.push(result);
  }
  return { shown: [...shown.values()], failures };
}

function fulfilled<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

/** @throws ClientError FAILED where the plan that waits cannot be shown: nobody answers what was not seen. */
async function preview({ client, output }: Context, pending: PendingPlan): Promise<void> {
  const plan: StoredPlan | undefined = await readPlan(client(), pending.offboarding, pending.run);
  if (plan?.id !== pending.planId) throw new ClientError('FAILED', `its plan ${pending.planId} is not in the bucket`);
  output.text(output.paint('bold', `offboarding ${pending.offboarding}`));
  printPlan(output, plan, homeOf(await client().stack()));
  output.text('');
}

/** One that fails does not keep the others from their answers. */
async function attempt(context: Context, id: string, act: () => Promise<GivenAnswer | undefined>): Promise<Result> {
  const { output, client, signal } = context;
  try {
    const answer = await act();
    if (answer === undefined) return { id, exitCode: EXIT.done };
    output.text(`${id}: ${answerSentence(answer)}`);
    return { id, exitCode: EXIT.done, answer };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const error = explainError(thrown, client().connection) as Error;
    const { hints, exitCode } = reportOf(error, context);
    output.alert(`${id}: ${output.paint('bad', 'error')}: ${error.message}`);
    for (const hint of hints) output.alert(`  ${hint}`);
    return { id, ...failure(error.message, error.name, hints, exitCode) };
  }
}
