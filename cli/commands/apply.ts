import { runningWith } from '../../client/executions/same-request.ts';
import { type OffboardingRun, reasonLines, rollUpLine } from '../../client/offboardings/run.ts';
import { confirmText } from '../../client/plans/confirm-text.ts';
import { differenceOf } from '../../client/plans/difference.ts';
import { findPlan, readPlan, readRecheckedPlan, type StoredPlan } from '../../client/plans/find.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import { homeOf } from '../../client/stack.ts';
import { offboardingRequested } from '../../events/index.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { confirm } from '../common/confirm.ts';
import { printEvent } from '../common/event.ts';
import { EXIT, type ExitCode, exitOf, usage } from '../common/exit.ts';
import { follow, send } from '../common/follow-offboarding.ts';
import { planArguments, requestOf, termsOptions } from '../common/offboarding-options.ts';
import { printDifference, printPlan } from '../common/plan-table.ts';
import { refuseUnapproved } from '../here/approval.ts';
import { reasonHere } from '../here/on-record.ts';

export const apply: Command = {
  syntax: 'apply <plan>',
  summary: 'apply a plan: its id, or at least the first 12 digits of it, or the file it was written to',
  options: (command) =>
    termsOptions(command)
      .option('--yes', 'do not ask for confirmation')
      .option(
        '--dry-run',
        'print the plan and the event that would be sent, which offboard emit takes, and send nothing',
      )
      .option('--approved-by-ticket <text>', 'with --here: claim an approval, which evidence then calls claimed')
      .option('--no-wait', 'send the request and do not follow it')
      .option('--timeout <duration>', 'stop following after this long, exit 4; the offboarding goes on'),
  help: `Examples:
  offboard apply 464e6ebf4cc9 --reason 'left the company'
  offboard apply alice.json --approval required --not-before 24h --no-wait
Discovery runs again right before the first item. Where the plan is out of date, nothing is removed, the
difference is shown, and the exit code is 5. Other exit codes: 0 everything removed, 6 partly, 1 nothing, 3 rejected by
a guardrail, 7 denied or not answered in time, 8 the subject does not exist, 10 something could not be read.`,
  here: 'changes',
  async run(context, [given = ''], options) {
    const plan = await findPlan(context.client(), given);
    const { here } = context.client().connection;
    if (options.approvedByTicket !== undefined && !here) throw usage('--approved-by-ticket goes with --here only');
    if (!context.output.structured) printPlan(context.output, plan, homeOf(await context.client().stack()));
    if (here?.ticket !== undefined) context.output.note(`claimed approval: ${here.ticket}`);
    if (options.dryRun !== true) await confirm(context, confirmText(plan), options);
    const askedAt = (time: Date) => requestToApply(context, plan, options, time);
    const unfinished = here && (await runningWith(context.client(), 'offboard', askedAt));
    const request = unfinished?.request ?? (await askedAt(await context.client().now()));
    const { planId = plan.id, overrides = [] } = request.data.options ?? {};
    if (planId !== plan.id) context.output.note(`on these terms the plan's id is ${shortPlanId(planId)}`);
    if (options.dryRun === true) return printEvent(context, offboardingRequested, request);
    if (here) refuseUnapproved({ ...plan, request }, here, overrides.length > 0);
    if (unfinished !== undefined) context.output.note(`it goes on as ${unfinished.executionArn}`);
    const arn = unfinished?.executionArn ?? (await send(context, request));
    if (options.wait === false) return sent(context, request.metadata.id, arn);
    const run = await follow(context, arn, options);
    await print(context, run, { ...plan, id: planId });
    return exitOf(run);
  },
};

/** The plan's own request, in mode apply, under the same correlation id. @param now from which relative terms count. */
async function requestToApply(
  context: Context,
  plan: StoredPlan,
  flags: Options,
  now: Date,
): Promise<OffboardingRequest> {
  const { metadata, data } = plan.request;
  const { here } = context.client().connection;
  const reason = reasonHere(here, (flags.reason as string | undefined) ?? metadata.reason);
  const approval = here?.ticket === undefined ? flags.approval : 'none';
  const { correlationId } = metadata;
  return requestOf(context, data, { ...flags, reason, approval }, { correlationId, plan, now });
}

function sent({ output, line }: Context, offboarding: string, execution: string): ExitCode {
  if (output.structured) output.data({ offboarding, execution });
  else output.text(offboarding);
  output.note(`sent; follow it with: ${line(`watch ${offboarding}`)}`);
  return EXIT.done;
}

async function print(context: Context, run: OffboardingRun, plan: StoredPlan): Promise<void> {
  const { output, client, line } = context;
  const difference = run.reasons.some(({ reason }) => reason === 'out-of-date')
    ? differenceOf(plan, (await planFoundBy(context, run)) ?? { items: [] })
    : undefined;
  if (output.structured) {
    const { arn, name: _name, applying: _applying, mapRuns: _mapRuns, ...data } = run;
    output.data({ ...data, execution: arn, planId: plan.id, ...(difference ? { difference } : {}) });
    return;
  }
  output.text('');
  for (const line of resultLines(context, run)) output.text(line);
  for (const reason of reasonLines(run.reasons)) output.text(`  ${reason}`);
  if (
    run.reasons.some(({ reason }) => reason === 'expired') &&
    client().connection.local &&
    !client().connection.here
  ) {
    output.note(`a jumping clock leaves no time to answer; apply again after: ${line('sim clock real')}`);
  }
  if (difference) {
    printDifference(output, difference);
    output.text(`nothing was removed; plan again with: ${line(planArguments(plan.request.data))}`);
  }
}

/** The plan that differs: the one made first, or else the one made right before the first item. */
async function planFoundBy({ client }: Context, run: OffboardingRun): Promise<StoredPlan | undefined> {
  const found = run.reasons.flatMap((reason) => (reason.reason === 'out-of-date' ? reason.found : []));
  const first = await readPlan(client(), run.offboarding, run.name);
  if (first && found.includes(first.id)) return first;
  return readRecheckedPlan(client(), run.offboarding, run.name);
}

function resultLines({ output, line }: Context, run: OffboardingRun): string[] {
  const { rollUp, offboarding } = run;
  if (run.status === 'RUNNING') {
    const again = `it goes on by itself; follow it with: ${line(`watch ${offboarding}`)}`;
    if (!run.pendingApproval) return [again];
    return [again, `it waits for approval; approve it with: ${line(`approve ${offboarding} --reason …`)}`];
  }
  if (run.reasons.length > 0) return [output.paint('bad', 'rejected; nothing was removed')];
  if (rollUp === undefined) return [output.paint('bad', `failed: ${run.error}: ${run.cause}`)];
  const counts = output.paint(run.status === 'SUCCEEDED' ? 'good' : 'bad', rollUpLine(rollUp));
  const failure = run.cause === undefined ? [] : [`${run.error}: ${run.cause}`];
  return [counts, ...failure, `see the evidence with: ${line(`evidence ${offboarding}`)}`];
}
