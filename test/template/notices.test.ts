/** Which events people are told of. */

import { compilePattern } from '@offboard/event-pattern';
import { expect, it } from 'vitest';
import { publishedEvents } from '../../events/index.ts';
import { packaged } from './packaged.ts';

const { template } = await packaged();
const matches = compilePattern(template.Resources.NoticeRule?.Properties.EventPattern);
const samples = Object.values(publishedEvents).map(({ sample }) => sample);

it('those that wait for somebody, failed or ended', () => {
  expect(samples.filter((sample) => matches(sample)).map((sample) => sample['detail-type'])).toEqual([
    'DisassociationStuck',
    'OffboardingApprovalRequested',
    'OffboardingApprovalExpiring',
    'OffboardingRejected',
    'OffboardingCompleted',
    'OffboardingFailed',
    'AssociationReappeared',
    'RestorationFailed',
  ]);
});

function withData(event: 'disassociationFailed' | 'offboardingPlanned', data: object, metadata: object = {}) {
  const { sample } = publishedEvents[event];
  const detail = sample.detail as { metadata: object; data: object };
  return { ...sample, detail: { metadata: { ...detail.metadata, ...metadata }, data: { ...detail.data, ...data } } };
}

it('of single disassociations, and not of the items of an offboarding', () => {
  expect(matches(withData('disassociationFailed', { requester: { name: 'dana', proof: 'claimed' } }))).toBe(true);
  expect(matches(withData('disassociationFailed', {}))).toBe(false);
});

it.each([
  ['signal-person-leaving-0a1b', 1, true],
  ['signal-person-leaving-0a1b', 0, false],
  ['01KAJ3Z9F0B4C8D2E6F1G5H9JK', 1, false],
])('of the plan of %s with %i associations: %s', (correlationId, associations, expected) => {
  expect(matches(withData('offboardingPlanned', { plan: { associations } }, { correlationId }))).toBe(expected);
});
