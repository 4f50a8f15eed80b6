import type { OffboardingRequest } from '../events/offboarding-requested.ts';
import type { Where } from '../events/where.ts';

export function placesIn({ data }: OffboardingRequest): { path: string; where: Where }[] {
  const { options, policy, associations } = data;
  return [
    ...(options?.where ?? []).map((where, index) => ({ path: `detail.data.options.where.${index}`, where })),
    ...(policy?.where ?? []).map((where, index) => ({ path: `detail.data.policy.where.${index}`, where })),
    ...(associations ?? []).flatMap(({ where }, index) =>
      where === undefined ? [] : [{ path: `detail.data.associations.${index}.where`, where }],
    ),
  ];
}
