/** What an offboarding would end. Nothing is changed. */

import { readJson } from '../../client/bucket.ts';
import { follow, send } from '../../client/offboardings/follow.ts';
import { requestOf, subjectOptions, termsOptions, wishOf } from '../../client/offboardings/request.ts';
import { exitOf, type OffboardingRun, reasonLines } from '../../client/offboardings/run.ts';
import type { KeptPlan } from '../../client/plans/find.ts';
import { planKey } from '../../offboardings/keys.ts';
import type { Context, Verb } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { writeOut } from '../files.ts';
import { printPlan } from '../plan-table.ts';

export const plan: Verb = {
  syntax: 'plan',
  summary: 'what an offboarding of a subject would end; changes nothing',
  options: (command) =>
    termsOptions(subjectOptions(command))
      .option('--out <file>', 'write the plan there, for offboard apply')
      .option('--timeout <duration>', 'stop following after this long, exit 4; the looking goes on'),
  help: `Examples:
  offboard plan --user alice --reason 'left the company'
  offboard plan --connection public:npmjs --where-region us-east-1 --where-region eu-west-1 --out npmjs.json
  offboard plan --kind opensearch-packages --everything --override max-associations='the cluster is shut down'
Ends with 3 where a guardrail refuses the plan; it is printed all the same.`,
  async run(context, _args, options) {
    return planFor(context, wishOf(options), options);
  },
};

/** Also what `schedule test` does. */
export async function planFor(
  context: Context,
  wish: ReturnType<typeof wishOf>,
  options: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  const request = await requestOf(context, wish, options);
  const run = await follow(context, await send(context, request), options);
  const made = await readJson<KeptPlan>(context, planKey(run.offboarding, run.name));
  if (made && typeof options.out === 'string') {
    writeOut(options.out, `${JSON.stringify(made)}\n`, `the plan is kept all the same, as ${made.id}`);
  }
  if (context.output.json) context.output.data({ ...told(run), plan: made ?? null });
  else tell(context, run, made);
  return exitOf(run);
}

function told({ offboarding, status, reasons, arn, error, cause }: OffboardingRun) {
  return { offboarding, status, reasons, execution: arn, ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
}

function tell({ output, line }: Context, run: OffboardingRun, made: KeptPlan | undefined): void {
  if (made) printPlan(output, made);
  output.text('');
  if (run.status === 'SUCCEEDED' && made) {
    if (made.items.length > 0) output.text(`carry it out with: ${line(`apply ${made.id}`)}`);
    return;
  }
  if (run.status === 'RUNNING') output.text(`still looking; come back with: ${line(`show ${run.offboarding}`)}`);
  else output.text(output.paint('bad', run.reasons.length > 0 ? 'refused' : `failed: ${run.error}: ${run.cause}`));
  // The plan has told by which guardrails.
  const untold = made ? run.reasons.filter(({ reason }) => reason !== 'guardrail') : run.reasons;
  for (const line of reasonLines(untold)) output.text(`  ${line}`);
}
