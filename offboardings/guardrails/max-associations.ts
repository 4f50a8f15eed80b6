import type { Guardrail } from './contract.ts';

/** A request may set a lower limit, not a higher one. */
const MOST_ASSOCIATIONS = 25;

export const maxAssociations: Guardrail = {
  name: 'max-associations',
  rule: `A request removes at most ${MOST_ASSOCIATIONS} associations.`,
  breaches({ items, request }) {
    const limits = request.data.options?.limits ?? request.data.policy?.limits;
    const most = Math.min(MOST_ASSOCIATIONS, limits?.associations ?? MOST_ASSOCIATIONS);
    if (items.length <= most) return [];
    return [`The plan has ${items.length} associations; at most ${most} are allowed in one request.`];
  },
};
