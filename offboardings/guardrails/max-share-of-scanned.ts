import type { Guardrail } from './contract.ts';

const MOST_PERCENT = 10;

/** Of a few things, one is a large share. */
const LEAST_LOOKED = 50;

export const maxShareOfScanned: Guardrail = {
  name: 'max-share-of-scanned',
  rule: `A request ends at most ${MOST_PERCENT} % of what was looked through, where that is ${LEAST_LOOKED} or more.`,
  breaches({ items, looked, request }) {
    const limits = request.data.options?.limits ?? request.data.policy?.limits;
    const most = Math.min(MOST_PERCENT, limits?.percent ?? MOST_PERCENT);
    if (looked < LEAST_LOOKED || items.length * 100 <= looked * most) return [];
    const percent = ((items.length * 100) / looked).toFixed(1);
    return [
      `The plan has ${items.length} associations, ${percent} % of the ${looked} looked through; at most ${most} % are allowed.`,
    ];
  },
};
