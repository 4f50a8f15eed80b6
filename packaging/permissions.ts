/** The permissions of a kind as CloudFormation writes them. */

import { resourceOf, type Statement } from '../associations/common/permissions.ts';

/** A statement of an IAM policy. */
export interface PolicyStatement {
  Effect: 'Allow';
  Action: readonly string[];
  Resource: unknown;
  Condition?: unknown;
}

/** Stage parameter -> value: `domains` -> `prod-*`; `regions` among them. */
export type Parameters = Readonly<Record<string, string>>;

/** @throws Error where a resource names a value that there is none of. */
export function policyStatement(
  { actions, resources, inStageRegions }: Statement,
  values: Parameters,
): PolicyStatement {
  const arns = resources.map((resource) => arnOf(resource, values));
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: arns.length === 1 ? arns[0] : arns,
    ...(inStageRegions && { Condition: { StringLike: { 'aws:RequestedRegion': values.regions } } }),
  };
}

/** Why statements name `*`, in one text; null where none does. */
export function reasonsOf(statements: readonly Statement[]): string | null {
  const reasons = new Set(statements.flatMap(({ reason }) => reason ?? []));
  return reasons.size === 0 ? null : [...reasons].join('; ');
}

function arnOf(resource: string, values: Parameters): unknown {
  if (resource === '*') return resource;
  const known: Parameters = { partition: `\${AWS::Partition}`, account: `\${AWS::AccountId}`, ...values };
  return { 'Fn::Sub': resourceOf(resource, known) };
}
