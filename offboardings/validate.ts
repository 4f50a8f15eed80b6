/** Problems of an offboarding's request that its schema cannot find. */

import * as v from 'valibot';
import { associationOf, kinds } from '../associations/registry.ts';
import { DAY_MS, deadlineFits, LONGEST_DEADLINE_DAYS } from '../events/deadline.ts';
import type { Problem } from '../events/define.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import { problemOf } from '../events/problem.ts';
import type { Where } from '../events/where.ts';
import { guardrails } from './guardrails/index.ts';
import { filterFor } from './subject.ts';

/** @param placeProblem why the stack may not act in a place, or undefined. */
export function problemsOf(
  request: OffboardingRequest,
  placeProblem: (where: { region?: string | undefined; roleArn?: string | undefined }) => Problem | undefined,
): Problem[] {
  const before = [...targetProblems(request), ...subjectProblems(request), ...optionProblems(request)];
  const places = placesIn(request).flatMap(({ path, where }) => {
    const problem = placeProblem(where);
    return problem === undefined ? [] : [{ path: `${path}.roleArn`, message: problem.message }];
  });
  return [...before, ...places];
}

function targetProblems({ data }: OffboardingRequest): Problem[] {
  return (data.associations ?? []).flatMap(({ association, target }, index) => {
    const path = `detail.data.associations.${index}`;
    if (!(kinds as readonly string[]).includes(association)) {
      return [{ path: `${path}.association`, message: `association must be one of ${kinds.join(', ')}` }];
    }
    const read = v.safeParse(associationOf(association).target.schema, target);
    if (read.success) return [];
    return read.issues.map((issue) => problemOf(issue, `${path}.target`));
  });
}

function subjectProblems({ data: { subject, options } }: OffboardingRequest): Problem[] {
  if (subject === undefined) return [];
  const asked = options?.kinds ?? kinds;
  const listed = asked.flatMap((kind) => associationOf(kind).policy.subjects[subject.type]?.values ?? []);
  if (listed.length > 0 && !listed.includes(subject.id)) {
    return [{ path: 'detail.data.subject.id', message: `id must be one of ${listed.join(', ')}` }];
  }
  if (asked.some((kind) => filterFor(kind, subject) !== undefined)) return [];
  const message =
    subject.type === 'kind'
      ? `subject must name one of ${asked.join(', ')}`
      : `subject of the type ${subject.type} cannot have associations of ${asked.join(', ')}`;
  return [{ path: 'detail.data.subject', message }];
}

function optionProblems({ metadata, data: { options } }: OffboardingRequest): Problem[] {
  const known = guardrails.map(({ name }) => name);
  const unknown = (options?.overrides ?? []).flatMap(({ guardrail }, index) =>
    known.includes(guardrail)
      ? []
      : [
          {
            path: `detail.data.options.overrides.${index}.guardrail`,
            message: `guardrail must be one of ${known.join(', ')}`,
          },
        ],
  );
  const late = (['deadline', 'approvalDeadline'] as const).flatMap((name) =>
    deadlineFits(metadata.timestamp, options?.[name])
      ? []
      : [
          {
            path: `detail.data.options.${name}`,
            message: `${name} must be after metadata.timestamp, at most 30 days later`,
          },
        ],
  );
  return [...unknown, ...late, ...notBeforeProblems({ metadata, data: { options } })];
}

/** One that has passed is none: the plan of a request may be applied later. */
function notBeforeProblems({
  metadata,
  data: { options },
}: Pick<OffboardingRequest, 'metadata'> & { data: { options?: OffboardingRequest['data']['options'] } }): Problem[] {
  const { notBefore, deadline } = options ?? {};
  if (notBefore === undefined) return [];
  const path = 'detail.data.options.notBefore';
  const days = (Date.parse(notBefore) - Date.parse(metadata.timestamp)) / DAY_MS;
  if (days > LONGEST_DEADLINE_DAYS)
    return [
      {
        path,
        message: `notBefore must be at most ${LONGEST_DEADLINE_DAYS} days after metadata.timestamp: send the request later`,
      },
    ];
  return deadline !== undefined && Date.parse(deadline) <= Date.parse(notBefore)
    ? [{ path, message: 'notBefore must be before the deadline' }]
    : [];
}

function placesIn({ data }: OffboardingRequest): { path: string; where: Where }[] {
  const { options, policy, associations } = data;
  return [
    ...(options?.where ?? []).map((where, index) => ({ path: `detail.data.options.where.${index}`, where })),
    ...(policy?.where ?? []).map((where, index) => ({ path: `detail.data.policy.where.${index}`, where })),
    ...(associations ?? []).flatMap(({ where }, index) =>
      where === undefined ? [] : [{ path: `detail.data.associations.${index}.where`, where }],
    ),
  ];
}
