import type { Guardrail } from './contract.ts';

const MOST_PERCENT = 10;

/** Below this, one association is already a large share. */
const MIN_SCANNED = 50;

export const maxShareOfScanned: Guardrail = {
  name: 'max-share-of-scanned',
  rule: `A request removes at most ${MOST_PERCENT} % of what was scanned, where that is ${MIN_SCANNED} or more.`,
  breaches({ items, scanned, request }) {
    const limits = request.data.options?.limits ?? request.data.policy?.limits;
    const most = Math.min(MOST_PERCENT, limits?.percent ?? MOST_PERCENT);
    if (scanned < MIN_SCANNED || items.length * 100 <= scanned * most) return [];
    const percent = ((items.length * 100) / scanned).toFixed(1);
    return [
      `The plan has ${items.length} associations, ${percent} % of the ${scanned} scanned; at most ${most} % are allowed.`,
    ];
  },
};
