/** What an offboarding would remove. Nothing is changed. */

import { associationOf, kinds } from '../../associations/registry.ts';
import { textsIn } from '../../client/nearest-names.ts';
import type { NamesToFind } from '../../client/offboardings/find-nearest-names.ts';
import type { RequestSpec } from '../../client/offboardings/request.ts';
import { type OffboardingRun, reasonLines } from '../../client/offboardings/run.ts';
import { readPlan, type StoredPlan } from '../../client/plans/find.ts';
import { searchedPlaces } from '../../client/plans/searched.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import { homeOf } from '../../client/stack.ts';
import { notAllowed } from '../../offboardings/inaccessible.ts';
import type { Command, Context, Options } from '../common/command.ts';
import { withPlacesNamed } from '../common/everywhere.ts';
import { EXIT, type ExitCode, exitOf } from '../common/exit.ts';
import { writeFile } from '../common/files.ts';
import { follow, send } from '../common/follow-offboarding.ts';
import { kindOf } from '../common/kind.ts';
import { noteNearestNames } from '../common/note-nearest-names.ts';
import { requestOf, specOf, subjectOptions, termsOptions } from '../common/offboarding-options.ts';
import type { Output } from '../common/output.ts';
import { printPlan } from '../common/plan-table.ts';
import { type MissingPermission, missingPermissions } from '../here/policy.ts';

export const plan: Command = {
  syntax: 'plan',
  summary: 'what an offboarding of a subject would remove; changes nothing',
  options: (command) =>
    termsOptions(subjectOptions(command))
      .option('--out <file>', 'write the plan there, for offboard apply')
      .option('--timeout <duration>', 'stop following after this long, exit 4; planning goes on'),
  help: `Examples:
  offboard plan --user alice --reason 'left the company'
  offboard plan --connection public:npmjs --where-region us-east-1 --where-region eu-west-1 --out npmjs.json
  offboard plan --kind ${kinds[0]} --everything --override max-associations='the cluster is shut down'
Exits with 3 where a guardrail rejects the plan, which is printed all the same; with 8 where the subject does not
exist, and with 10 where something could not be read.`,
  here: 'reads',
  async run(context, _args, options) {
    return planFor(context, specOf(await withPlacesNamed(context, options)), options);
  },
};

/** Also what `schedule test` does. */
export async function planFor(context: Context, spec: RequestSpec, options: Options): Promise<ExitCode> {
  const request = await requestOf(context, spec, options);
  const run = await follow(context, await send(context, request), options);
  const made = await readPlan(context.client(), run.offboarding, run.name);
  if (made && typeof options.out === 'string') {
    writeFile(options.out, `${JSON.stringify(made)}\n`, `the plan is stored all the same, as ${shortPlanId(made.id)}`);
  }
  if (context.output.structured) context.output.data(await structuredOf(context, run, made));
  else await print(context, run, made);
  const exitCode = run.status === 'SUCCEEDED' && made !== undefined ? exitOfPlan(made) : exitOf(run);
  if (exitCode === EXIT.notFound && made !== undefined) await noteNearestNames(context, namesIn(made));
  return exitCode;
}

/** A plan that has not seen everything, or nothing at all of what was named, must not look like one of nothing to do. */
function exitOfPlan({ items, excluded, inaccessible, subjectFound }: StoredPlan): ExitCode {
  if (notAllowed(inaccessible).length > 0) return EXIT.inaccessible;
  return subjectFound === false || (items.length === 0 && excluded.length > 0) ? EXIT.notFound : EXIT.done;
}

function namesIn({ request: { data }, excluded }: StoredPlan): NamesToFind {
  const { subject, options: { kinds: only = kinds, where = [] } = {} } = data;
  if (subject === undefined) {
    const named = [...new Set(excluded.map(({ kind }) => kindOf(kind)))];
    return { names: excluded.flatMap(({ target }) => textsIn(target)), kinds: named, where };
  }
  return {
    names: [subject.id],
    kinds: only.filter((kind) => associationOf(kind).policy.subjects[subject.type] !== undefined),
    where,
  };
}

function waysToApply({ id }: StoredPlan, here: boolean, line: Context['line']): string[] {
  const apply = `apply ${shortPlanId(id)}`;
  if (!here) return [`apply it with: ${line(apply)}`];
  return [
    `apply it here with: ${line(`${apply} --allow-changes`)}`,
    `hand it to a deployed stack with: ${line(`export ${shortPlanId(id)} --out FILE`)}`,
  ];
}

function printMissingPermissions(output: Output, missing: readonly MissingPermission[]): void {
  if (missing.length === 0) return;
  output.text('');
  output.text(output.paint('warn', 'missing permissions: these statements would let the searches read'));
  for (const { account, roleArn, statement } of missing)
    output.text(`  ${roleArn ?? `your identity in ${account}`}: ${JSON.stringify(statement)}`);
}

function summaryOf({ offboarding, status, reasons, arn, error, cause }: OffboardingRun) {
  return { offboarding, status, reasons, execution: arn, ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
}

async function structuredOf({ client }: Context, run: OffboardingRun, made: StoredPlan | undefined) {
  if (made === undefined) return { ...summaryOf(run), plan: null };
  const { here } = client().connection;
  return {
    ...summaryOf(run),
    plan: made,
    searched: searchedPlaces(made, homeOf(await client().stack())),
    ...(here ? { missingPermissions: missingPermissions(made, here) } : {}),
  };
}

async function print(context: Context, run: OffboardingRun, made: StoredPlan | undefined): Promise<void> {
  const { output, client, line } = context;
  const { here } = client().connection;
  if (made) printPlan(output, made, homeOf(await client().stack()));
  if (made && here) printMissingPermissions(output, missingPermissions(made, here));
  output.text('');
  if (run.status === 'SUCCEEDED' && made) {
    if (made.items.length > 0) for (const way of waysToApply(made, here !== undefined, line)) output.text(way);
    return;
  }
  if (run.status === 'RUNNING') output.text(`still planning; see it with: ${line(`show ${run.offboarding}`)}`);
  else output.text(output.paint('bad', run.reasons.length > 0 ? 'rejected' : `failed: ${run.error}: ${run.cause}`));
  // The plan lists the guardrails.
  const others = made ? run.reasons.filter(({ reason }) => reason !== 'guardrail') : run.reasons;
  for (const reason of reasonLines(others)) output.text(`  ${reason}`);
}
