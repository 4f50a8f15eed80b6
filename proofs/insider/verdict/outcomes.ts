/** Whether what answers and evidence say was true when they said it. */

import { type AssociationEntry, listAssociations, type SimulatedCloud } from '@offboard/local-aws/simulation';
import type { PlanItem } from '../../../offboardings/common/plan.ts';
import type { Evidence } from '../../../offboardings/evidence/document.ts';
import { OUTCOMES } from '../../../offboardings/item-result.ts';
import { HOME } from '../../../simulators/common/locations.ts';
import { resultsIn } from '../../offboardings/evidence-calls.ts';
import { isOf, nameOf } from '../../offboardings/plan-differences.ts';
import type { Attack } from '../common/attack.ts';
import type { Execution } from './executions.ts';

/** These say that the association was gone; somebody may have associated it again since. */
const GONE = ['DISASSOCIATED', 'ALREADY_GONE'];

/** What somebody says about an association. */
interface Said {
  who: string;
  outcome: unknown;
  /** From the start of its execution to its end. Milliseconds since 1970. */
  from: number;
  to: number;
  named: Pick<PlanItem, 'kind' | 'account' | 'where' | 'target'>;
}

export function outcomeProblems({ harness }: Attack, executions: readonly Execution[]): string[] {
  const said = executions.flatMap(({ machine, finals, input, startedAt }) =>
    machine === 'offboard'
      ? []
      : finals.flatMap(({ data, metadata }): Said[] => [
          {
            who: `the answer to ${metadata.causationId}`,
            outcome: data.outcome,
            from: startedAt,
            to: Date.parse(metadata.timestamp),
            named: namedIn(machine, input.detail?.data),
          },
        ]),
  );
  return untrue(harness.runtime.cloud, said);
}

/** Of one document. */
export function evidenceProblems({ harness }: Attack, document: Evidence): string[] {
  const { offboarding, records } = document;
  const request = records.find((record) => record.type === 'request')?.content.request;
  const said = records.flatMap((record): Said[] => {
    if (record.type !== 'item' && record.type !== 'single') return [];
    const { result } = record.content;
    if (result === null) return [];
    const data = request?.data as Record<string, unknown> | undefined;
    const named = record.type === 'item' ? record.content.planned : namedIn(String(data?.association), data);
    const { outcome, endedAt, startedAt = endedAt } = result;
    const [from, to] = [Date.parse(startedAt), Date.parse(endedAt)] as const;
    return [{ who: `the evidence of ${offboarding}`, outcome, from, to, named }];
  });
  return [...untrue(harness.runtime.cloud, said), ...miscounted(document)];
}

/** Each count is that of the results which the document has. */
function miscounted({ offboarding, records }: Evidence): string[] {
  const outcomes = resultsIn(records).map((result) => result?.outcome);
  const counts = records.find((record) => record.type === 'end')?.content.rollUp ?? {};
  return OUTCOMES.flatMap((outcome) => {
    const counted = (counts as Partial<Record<string, number>>)[outcome] ?? 0;
    const found = outcomes.filter((each) => each === outcome).length;
    return counted === found ? [] : [`the evidence of ${offboarding} counts ${counted} ${outcome}, and has ${found}`];
  });
}

function namedIn(kind: string, data: Record<string, unknown> = {}): Said['named'] {
  const where = (data.where ?? {}) as { region?: string; roleArn?: string };
  const account = where.roleArn?.split(':')[4] ?? HOME.account;
  const place = { ...where, region: where.region ?? HOME.region };
  return { kind, account, where: place, target: data.target ?? {} } as Said['named'];
}

function untrue(cloud: SimulatedCloud, said: readonly Said[]): string[] {
  const known = listAssociations(cloud, { absent: true });
  return said
    .filter(({ outcome }) => GONE.includes(String(outcome)))
    .flatMap(({ who, outcome, named, ...time }) => {
      const meant = known.filter((entry) => isOf(named, entry) || isById(cloud, named, entry));
      const there = meant.filter((entry) => isThere(cloud, entry, time));
      const never =
        meant.length === 0 && outcome === 'DISASSOCIATED' ? [`${who} is DISASSOCIATED of what never was`] : [];
      return [...never, ...there.map((entry) => `${who} is ${outcome}, and ${nameOf(entry)} is there`)];
    });
}

/** By an ARN, say, in the place of all that the cloud names it by. */
function isById(cloud: SimulatedCloud, { target, ...named }: Said['named'], entry: AssociationEntry): boolean {
  const { kind, key, account, region } = entry;
  if (kind !== named.kind || account !== named.account || region !== named.where.region) return false;
  const facts = cloud.association(cloud.type(kind), entry, key)?.facts as Readonly<Record<string, unknown>> | undefined;
  const fields = Object.entries(target);
  return fields.length > 0 && fields.every(([field, value]) => facts?.[field] === value);
}

/** All the time. */
function isThere(
  cloud: SimulatedCloud,
  { kind, key, ...place }: AssociationEntry,
  { from, to }: Pick<Said, 'from' | 'to'>,
): boolean {
  const association = cloud.association(cloud.type(kind), place, key);
  if (association === undefined) return false;
  const changes = association.timeline.map(({ at }) => at).filter((at) => at > from && at < to);
  return [...changes, to].every((at) => !cloud.isDisassociated(association, cloud.statusAt(association, at)));
}
