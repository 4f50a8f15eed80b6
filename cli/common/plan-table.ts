/** A plan as a person reads it before approving it. */

import { formatDuration } from '../../client/duration.ts';
import type { Difference } from '../../client/plans/difference.ts';
import { estimateText } from '../../client/plans/estimate-text.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { inheritedText } from '../../client/plans/inherited.ts';
import { type SearchedPlace, searchedPlaces } from '../../client/plans/searched.ts';
import { shortPlanId } from '../../client/plans/short-id.ts';
import { subjectOf } from '../../client/reports/report-row.ts';
import { restoreText } from '../../client/restorations/restorable.ts';
import type { PlanItem } from '../../offboardings/common/plan.ts';
import { type Column, type Output, table } from './output.ts';

/** By importance: a narrow terminal leaves the last columns out. */
export const PLAN_COLUMNS: readonly Column<PlanItem>[] = [
  { title: '#', value: ({ number }) => String(number) },
  { title: 'association', value: ({ label }) => label, limit: 32 },
  {
    title: 'risk',
    value: ({ risks }) => risks.join(', ') || '-',
    style: ({ risks }) => (risks.length > 0 ? 'warn' : undefined),
  },
  { title: 'account', value: ({ account }) => account },
  { title: 'kind', value: ({ kind }) => kind },
  { title: 'region', value: ({ where }) => where.region ?? '-' },
  { title: 'status', value: ({ serviceStatus }) => serviceStatus },
  { title: 'since', value: ({ since }) => since?.slice(0, 10) ?? '-' },
  { title: 'reasons', value: ({ reasons }) => reasons.join(', '), limit: 40 },
  { title: 'usually takes', value: ({ usualSeconds }) => formatDuration(usualSeconds * 1000) },
];

/** @param home where the stack is. */
export function printPlan(output: Output, plan: StoredPlan, home: SearchedPlace): void {
  output.text(`${output.paint('bold', `plan ${shortPlanId(plan.id)}`)}  for ${subjectOf(plan.request.data)}`);
  output.text('');
  if (plan.items.length === 0) output.text(nothingFound(plan));
  else for (const line of table(output, plan.items, PLAN_COLUMNS)) output.text(line);
  section(
    output,
    'impact',
    grouped(plan.items, ({ impact }) => impact),
  );
  section(
    output,
    'how to restore',
    grouped(plan.items, (item) => [restoreText(item)]),
  );
  section(
    output,
    'excluded',
    plan.excluded.map(({ kind, target, reason }) => `${kind} ${JSON.stringify(target)}: ${reason}`),
    'warn',
  );
  section(output, "inherited: stays, since it is not the subject's alone", (plan.inherited ?? []).map(inheritedText));
  section(
    output,
    'guardrails',
    plan.breaches.map(
      ({ guardrail, message, overridden }) =>
        `${guardrail}: ${message}${overridden === undefined ? '' : ` (overridden: ${overridden})`}`,
    ),
    'bad',
  );
  section(
    output,
    'inaccessible: there may be more associations here',
    plan.inaccessible.map(
      ({ kind, at, error, message, allowed }) =>
        `${kind} at ${at}: ${message.startsWith(error) ? message : `${error}: ${message}`}${allowed === undefined ? '' : ` (allowed: ${allowed})`}`,
    ),
    'warn',
  );
  output.text('');
  for (const line of startLines(plan)) output.text(line);
  output.text(totals(plan));
  output.text(searchedLine(plan, home));
}

/** When it starts, where that is not at once. */
function startLines({ request, coolingOffSeconds = 0, freeze }: StoredPlan): string[] {
  const { notBefore } = request.data.options ?? {};
  return [
    ...(notBefore === undefined ? [] : [`Nothing is removed before ${notBefore}.`]),
    ...(coolingOffSeconds === 0
      ? []
      : [`After its approval it cools off for ${formatDuration(coolingOffSeconds * 1000)}.`]),
    ...(freeze === undefined ? [] : [`Nothing is begun in the freeze window from ${freeze.from} to ${freeze.until}.`]),
  ];
}

/** In one line, however many there are: `111122223333 in eu-west-1, us-east-1; 222233334444 in us-east-1` */
function searchedLine(plan: StoredPlan, home: SearchedPlace): string {
  const accounts = Map.groupBy(searchedPlaces(plan, home), ({ account }) => account);
  const each = Array.from(
    accounts,
    ([account, places]) => `${account} in ${places.map(({ region }) => region).join(', ')}`,
  );
  return `Searched ${each.join('; ')}. Other accounts and Regions were not searched.`;
}

function nothingFound(plan: StoredPlan): string {
  if (plan.subjectFound !== false) return `No associations found for ${subjectText(plan)}.`;
  return `${subjectText(plan)} was not found anywhere that was searched. Check the name, the accounts and the Regions.`;
}

/** The same sentence once, with the numbers of the items it is about. */
function grouped(items: readonly PlanItem[], textsOf: (item: PlanItem) => readonly string[]): string[] {
  const said = items.flatMap((item) => textsOf(item).map((text) => ({ text, number: item.number })));
  return [...Map.groupBy(said, ({ text }) => text)].map(
    ([text, those]) => `${ranges(those.map(({ number }) => number))}  ${text}`,
  );
}

/** `1-3, 5` */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

function section(output: Output, title: string, lines: readonly string[], style: 'warn' | 'bad' | 'dim' = 'dim'): void {
  if (lines.length === 0) return;
  output.text('');
  output.text(output.paint(style, title));
  for (const line of lines) output.text(`  ${line}`);
}

/** `3 associations to remove. Scanned 2 instances in 1 account/Region; 4 searches were denied.` */
function totals({ items, scanned, inaccessible, excluded, inherited = [], estimate }: StoredPlan): string {
  const places = new Set(items.map(({ account, where }) => `${account} ${where.region}`)).size;
  const found = [
    `${counted(items.length, 'association')} to remove${items.length > 0 ? ` in ${counted(places, 'account/Region', 'accounts/Regions')}` : ''}`,
    ...(excluded.length > 0 ? [`${excluded.length} excluded`] : []),
    ...(inherited.length > 0 ? [`${inherited.length} inherited`] : []),
  ];
  const searched = [
    `Scanned ${counted(scanned, 'resource')}`,
    ...(inaccessible.length > 0 ? [`${counted(inaccessible.length, 'search', 'searches')} failed`] : []),
  ];
  return `${found.join('; ')}. ${searched.join('; ')}.${items.length > 0 ? ` ${estimateText(estimate)}` : ''}`;
}

function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** `user "alice"` */
function subjectText({ request }: StoredPlan): string {
  const { subject } = request.data;
  return subject === undefined ? subjectOf(request.data) : `${subject.type} "${subject.id}"`;
}

export function printDifference(output: Output, { added, removed, changed }: Difference): void {
  const line = ({ kind, label, account, where }: PlanItem) =>
    `${kind} ${label} (${account} ${where.region ?? ''})`.trimEnd();
  for (const item of removed) output.text(output.paint('bad', `- ${line(item)}`));
  for (const item of added) output.text(output.paint('good', `+ ${line(item)}`));
  for (const { before, after } of changed) {
    output.text(
      output.paint(
        'warn',
        `~ ${line(after)}: ${statusText(before)} -> ${statusText(after)}${
          statusText(before) === statusText(after) ? ' (associated again)' : ''
        }`,
      ),
    );
  }
}

function statusText({ serviceStatus, since }: PlanItem): string {
  return `${serviceStatus}${since === undefined ? '' : ` since ${since}`}`;
}
