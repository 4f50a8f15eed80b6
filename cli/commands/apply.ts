/** Carries out a plan that was made and read: that plan, and no other. */

import { readJson } from '../../client/bucket.ts';
import { follow, send } from '../../client/offboardings/follow.ts';
import { planningWords, requestOf, termsOptions } from '../../client/offboardings/request.ts';
import { exitOf, type OffboardingRun, reasonLines, rollUpLine } from '../../client/offboardings/run.ts';
import { findPlan, type KeptPlan } from '../../client/plans/find.ts';
import { differenceOf } from '../../offboardings/difference.ts';
import { planKey, workKey } from '../../offboardings/keys.ts';
import type { Context, Verb } from '../command.ts';
import { confirm } from '../confirm.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { nameToType, printDifference, printPlan } from '../plan-table.ts';

export const apply: Verb = {
  syntax: 'apply <plan>',
  summary: 'carry out a plan: its id, its offboarding’s id, or the file it was written to',
  options: (command) =>
    termsOptions(command)
      .option('--yes', 'do not ask for the name')
      .option('--no-wait', 'send it, and do not follow it')
      .option('--timeout <duration>', 'stop following after this long, exit 4; the work goes on'),
  help: `What was planned is looked for again right before the first item. Where it is no longer the same, nothing is
touched, the difference is shown, and the exit code is 5. Other ends: 0 all gone, 6 partly done, 1 nothing done,
3 refused by a guardrail, 7 denied, or nobody answered.`,
  async run(context, [given = ''], options) {
    const plan = await findPlan(context, given);
    if (!context.output.json) printPlan(context.output, plan);
    await confirm(context, nameToType(plan), options);
    const request = await requestToApply(context, plan, options);
    const arn = await send(context, request);
    if (options.wait === false) return sent(context, request.metadata.id, arn);
    const run = await follow(context, arn, options);
    await tell(context, run, plan);
    return exitOf(run);
  },
};

/** The plan's own request, in mode apply, under the same correlation. */
function requestToApply(context: Context, { id, request }: KeptPlan, flags: Readonly<Record<string, unknown>>) {
  const { metadata, data } = request;
  const reason = flags.reason ?? metadata.reason;
  const wish = { ...data, options: { ...data.options, mode: 'apply' as const, planId: id } };
  return requestOf(context, wish, { ...flags, reason }, { correlationId: metadata.correlationId });
}

function sent({ output, line }: Context, offboarding: string, execution: string): ExitCode {
  if (output.json) output.data({ offboarding, execution });
  else output.text(offboarding);
  output.note(`sent; follow it with: ${line(`watch ${offboarding}`)}`);
  return EXIT.done;
}

async function tell(context: Context, run: OffboardingRun, plan: KeptPlan): Promise<void> {
  const { output } = context;
  const difference = run.reasons.some(({ reason }) => reason === 'out-of-date')
    ? differenceOf(plan, (await planFoundBy(context, run)) ?? { items: [] })
    : undefined;
  if (output.json) {
    const { arn, name: _name, applying: _applying, mapRuns: _mapRuns, ...told } = run;
    output.data({ ...told, execution: arn, planId: plan.id, ...(difference ? { difference } : {}) });
    return;
  }
  output.text('');
  output.text(ending(context, run));
  for (const line of reasonLines(run.reasons)) output.text(`  ${line}`);
  if (run.reasons.some(({ reason }) => reason === 'silent') && context.connection().local) {
    output.note(`a jumping clock leaves nobody time to answer; apply again after: ${context.line('sim clock real')}`);
  }
  if (difference) {
    printDifference(output, difference);
    output.text(`nothing was touched; make the plan anew with: ${context.line(planningWords(plan.request.data))}`);
  }
}

/** The plan that differs: the one made at the beginning, or else the one of the look right before the first item. */
async function planFoundBy(context: Context, run: OffboardingRun): Promise<KeptPlan | undefined> {
  const found = run.reasons.flatMap((reason) => (reason.reason === 'out-of-date' ? reason.found : []));
  const first = await readJson<KeptPlan>(context, planKey(run.offboarding, run.name));
  if (first && found.includes(first.id)) return first;
  return readJson<KeptPlan>(context, workKey(run.offboarding, run.name, 'rechecked.json'));
}

function ending({ output, line }: Context, run: OffboardingRun): string {
  const { rollUp, offboarding } = run;
  if (run.status === 'RUNNING') {
    const back = `it goes on by itself; come back with: ${line(`watch ${offboarding}`)}`;
    return run.awaiting ? `${back}\nit waits for: ${line(`approve ${offboarding} --reason …`)}` : back;
  }
  if (run.reasons.length > 0) return output.paint('bad', 'refused; nothing was touched');
  if (rollUp === undefined) return output.paint('bad', `failed: ${run.error}: ${run.cause}`);
  const counts = output.paint(run.status === 'SUCCEEDED' ? 'good' : 'bad', rollUpLine(rollUp));
  return `${counts}\nprove it with: ${line(`evidence ${offboarding}`)}`;
}
