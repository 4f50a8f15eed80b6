/** Answers a plan that waits for a person, with the caller's own identity as STS vouches for it. */

import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Context } from '../../cli/command.ts';
import { CliError, EXIT, type ExitCode, usage } from '../../cli/exit.ts';
import { interval } from '../../cli/follow.ts';
import { pause } from '../../cli/time.ts';
import { type Answer, answerHeader } from '../../offboardings/answer.ts';
import { findExecution, forEach, listExecutions } from '../executions/read.ts';
import { parse } from '../executions/request-summary.ts';
import { proofOfIdentity } from '../identity/proof.ts';
import { type OffboardingRun, readRun } from '../offboardings/run.ts';
import { findStack } from '../stack.ts';

/** Of those that run, so many are read. */
const SEARCHED = 500;

/** The local runtime takes any key, and names its user after it. */
const SOMEBODY_ELSE =
  'the local runtime names you after your key; be somebody else with AWS_ACCESS_KEY_ID=dana AWS_SECRET_ACCESS_KEY=any';

/** @throws CliError where nothing waits, or the answer does not count. */
export async function giveAnswer(
  context: Context,
  id: string,
  decision: Answer['decision'],
  reason: unknown,
): Promise<ExitCode> {
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw usage(`offboard ${decision} takes --reason: it is kept with the answer`);
  }
  const answer = { ...(await waitingAt(context, id)), decision, reason };
  const execution = await startAnswer(context, answer);
  const { by, at } = await answered(context, execution);
  if (context.output.json) context.output.data({ ...answer, by, at, execution });
  else context.output.text(`${decision === 'approve' ? 'approved' : 'denied'} plan ${answer.planId} as ${by}`);
  return EXIT.done;
}

type Waiting = Pick<Answer, 'offboarding' | 'run' | 'planId'>;

/** @param id of the request, or of the execution: two runs of one request may wait at the same time. */
async function waitingAt(context: Context, id: string): Promise<Waiting> {
  const runs = await waitingRuns(context, id);
  const [first, ...others] = runs.flatMap(waitingIn);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const named = [first, ...others].map(({ run, planId }) => `${run}, which waits with plan ${planId}`);
    throw usage(`${named.length} runs of ${id} wait: name the one that you mean`, ...named);
  }
  const run = runs[0] ?? (await readRun(context, await findExecution(context, id)));
  throw new CliError(`offboarding ${run.offboarding} waits for nobody: it is ${run.status}`, {
    hints: [`see where it stands with: ${context.line(`show ${run.offboarding}`)}`],
  });
}

/** Running offboardings of this id. */
async function waitingRuns(context: Context, id: string): Promise<OffboardingRun[]> {
  if (id.startsWith('arn:')) return [await readRun(context, id)];
  const machines = (await findStack(context)).machines.filter(({ role }) => role === 'offboard');
  const running = await listExecutions(context, { machines, status: 'RUNNING', most: SEARCHED });
  const runs = await forEach(running, ({ executionArn = '' }) => readRun(context, executionArn));
  return runs.filter(({ offboarding, name }) => offboarding === id || name === id);
}

function waitingIn({ awaiting, planned, offboarding, name }: OffboardingRun): Waiting[] {
  return awaiting && planned ? [{ offboarding, run: name, planId: planned.id }] : [];
}

async function startAnswer(context: Context, answer: Answer): Promise<string> {
  const { machines, name } = await findStack(context);
  const machine = machines.find(({ role }) => role === 'answer');
  if (!machine) throw new CliError(`stack ${name} takes no answers`, { hints: ['deploy the stack again'] });
  const proof = await proofOfIdentity(context.connection().clientConfig, answerHeader(answer));
  const client = await context.clients().sfn();
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn: machine.arn, input: JSON.stringify({ answer, proof }) }),
  );
  return executionArn ?? '';
}

async function answered(context: Context, executionArn: string): Promise<{ by: string; at: string }> {
  const client = await context.clients().sfn();
  for (;;) {
    const { status, output, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return parse(output) as { by: string; at: string };
    if (status !== 'RUNNING') {
      throw new CliError(`the answer does not count: ${cause ?? status}`, {
        code: EXIT.notPermitted,
        hints: context.connection().local ? [SOMEBODY_ELSE] : [],
      });
    }
    await pause(interval(context), context.signal);
  }
}
