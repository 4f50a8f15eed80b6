/** The discovery filter of a kind for a subject or for one target. */

import type { Target } from '../associations/common/target.ts';
import { associationOf, type Kind } from '../associations/registry.ts';
import type { OffboardingRequest } from '../events/offboarding-requested.ts';

export type Subject = NonNullable<OffboardingRequest['data']['subject']>;
export type Filter = Readonly<Record<string, string>>;

/** @returns undefined where no association of this kind can involve the subject. */
export function filterFor(kind: Kind, { type, id }: Subject): Filter | undefined {
  if (type === 'kind') return id === kind ? {} : undefined;
  const field = associationOf(kind).policy.subjects[type]?.field;
  return field === undefined ? undefined : { [field]: id };
}

/** The narrowest filter that finds a target. */
export function filterOf(kind: Kind, target: Target): Filter {
  const fields = Object.entries(associationOf(kind).policy.filterOf(target));
  return Object.fromEntries(fields.filter(([, value]) => typeof value === 'string')) as Filter;
}
