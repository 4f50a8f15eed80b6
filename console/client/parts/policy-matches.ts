/** What a scheduled cleanup would match now, from a plan made to find out. */

import type { Offboarding } from '../../contract.ts';
import { get } from '../common/api.ts';
import { h } from '../common/dom.ts';
import { type Polled, polled } from '../common/polling.ts';
import { executionAddress } from '../common/route.ts';
import { redraw } from '../common/state.ts';
import { errorMessage } from './basics.ts';
import { lines, planTable } from './plan-table.ts';

interface Match {
  arn: string;
  offboarding: Polled<Offboarding>;
}

/** By the rule's name. */
const matches = new Map<string, Match>();

export function showPolicyMatches(rule: string, arn: string): void {
  matches.set(rule, { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 700) });
  redraw();
}

export function policyMatches(rule: string) {
  const match = matches.get(rule);
  if (!match) return null;
  const { offboarding, arn } = match;
  const { value } = offboarding;
  if (value?.status !== 'SUCCEEDED') offboarding.keepPolling();
  return h(
    'section',
    { class: 'policy-matches', 'aria-label': `What ${rule} would match` },
    h('p', { role: 'status' }, summary(value)),
    errorMessage(offboarding.error),
    value && [lines('Rejected', value.reasons), value.plan && value.plan.items.length > 0 && planTable(value.plan)],
    h('p', { class: 'how' }, h('a', { href: executionAddress(arn) }, 'The execution that made this plan')),
  );
}

function summary(value: Offboarding | undefined): string {
  if (!value?.plan) return value?.error ? `No plan could be made: ${value.error}.` : 'Discovery is running …';
  const { items, inaccessible } = value.plan;
  const incomplete = inaccessible.length > 0 ? `; ${inaccessible.length} resources are inaccessible` : '';
  const count = `${items.length} ${items.length === 1 ? 'association' : 'associations'}`;
  return `${items.length === 0 ? 'Nothing matches' : `${count} would be removed`} now${incomplete}.`;
}
