/** What schedules would match now, by the plans that were made to find out. */

import type { Offboarding } from '../../contract.ts';
import { get } from '../api.ts';
import { h } from '../dom.ts';
import { type Polled, polled } from '../polling.ts';
import { executionAddress } from '../route.ts';
import { redraw } from '../state.ts';
import { lines, planTable } from './plan-table.ts';

interface Looking {
  arn: string;
  offboarding: Polled<Offboarding>;
}

/** By the rule's name. */
const looks = new Map<string, Looking>();

export function showMatched(rule: string, arn: string): void {
  looks.set(rule, { arn, offboarding: polled(() => get<Offboarding>('offboarding', { arn }), 700) });
  redraw();
}

export function matched(rule: string) {
  const look = looks.get(rule);
  if (!look) return null;
  const { offboarding, arn } = look;
  if (offboarding.value?.status !== 'SUCCEEDED') offboarding.keep();
  return h(
    'section',
    { class: 'matched', 'aria-label': `What ${rule} would match` },
    h('p', { role: 'status' }, sentence(offboarding.value)),
    offboarding.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, offboarding.trouble),
    offboarding.value && [
      lines('HttpError', offboarding.value.reasons),
      (offboarding.value.plan?.items.length ?? 0) > 0 && offboarding.value.plan && planTable(offboarding.value.plan),
    ],
    h('p', { class: 'how' }, h('a', { href: executionAddress(arn) }, 'How it looked')),
  );
}

function sentence(value: Offboarding | undefined): string {
  if (!value?.plan) return value?.error ? `It could not be seen: ${value.error}.` : 'Looking …';
  const { items, inaccessible } = value.plan;
  const blind = inaccessible.length > 0 ? `; ${inaccessible.length} could not be looked into` : '';
  return `${items.length === 0 ? 'Nothing matches' : `${items.length} would be ended`} now${blind}.`;
}
