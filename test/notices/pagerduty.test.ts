import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/define.ts';
import { publishedEvents } from '../../events/index.ts';
import { noticeOf } from '../../notices/index.ts';
import { pagerDutyEventOf } from '../../notices/pagerduty.ts';

const eventOf = (event: Envelope) => pagerDutyEventOf(noticeOf(event), { stage: 'prod', event });
const sample = (name: keyof typeof publishedEvents) =>
  ({ ...publishedEvents[name].sample, time: '2026-11-20T16:31:40Z' }) as unknown as Envelope;

describe('PagerDuty', () => {
  it('is told what failed', () => {
    expect(eventOf(sample('offboardingFailed'))).toEqual({
      event_action: 'trigger',
      dedup_key: 'offboard-prod-01KAJ3Z9F0B4C8D2E6F1G5H9JK',
      client: 'offboard-prod',
      links: [{ href: expect.stringMatching(/^https:..us-east-1.console.aws.amazon.com.states/), text: 'Execution' }],
      payload: {
        summary: expect.stringMatching(/^Not completed: 1 association of .* remains \[prod\]$/),
        source: 'offboard-prod',
        severity: 'error',
        timestamp: '2026-11-20T16:31:40Z',
        class: 'OffboardingFailed',
        custom_details: {
          notice: expect.stringMatching(/^Error: /),
          commands: [
            'offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod',
            'offboard evidence 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod',
          ],
        },
      },
    });
  });

  it('has one alert of a request, which its completion ends', () => {
    const [failed, completed] = [eventOf(sample('offboardingFailed')), eventOf(sample('offboardingCompleted'))];
    expect(completed).toEqual({ event_action: 'resolve', dedup_key: failed?.dedup_key });
  });

  it('has one alert of an offboarding and its items, and never one of two requests, whatever correlation id they claim', () => {
    const keyOf = (name: keyof typeof publishedEvents, metadata: object, data: object = {}) => {
      const { detail, ...event } = sample(name) as Envelope & { detail: { metadata: object; data: object } };
      const changed = { metadata: { ...detail.metadata, ...metadata }, data: { ...detail.data, ...data } };
      return eventOf({ ...event, detail: changed } as Envelope)?.dedup_key;
    };
    const { request } = (sample('disassociationStuck').detail as { data: { request: object } }).data;
    const claimed = { correlationId: 'victim' };
    expect(keyOf('offboardingCompleted', { ...claimed, causationId: 'own' })).toBe('offboard-prod-own');
    expect(keyOf('offboardingFailed', { ...claimed, causationId: 'victim' })).toBe('offboard-prod-victim');
    const item = { ...request, id: 'item', causationId: 'victim' };
    expect(keyOf('disassociationStuck', { ...claimed, causationId: 'item' }, { request: item })).toBe(
      'offboard-prod-victim',
    );
  });

  it('has one alert of all dead letters', () => {
    const alarm = (id: string) =>
      ({
        id,
        time: '2026-11-20T16:31:40Z',
        'detail-type': 'CloudWatch Alarm State Change',
        detail: {},
      }) as unknown as Envelope;
    expect(eventOf(alarm('one'))).toMatchObject({ dedup_key: 'offboard-prod-dead-letters' });
    expect(eventOf(alarm('two'))).toEqual(eventOf(alarm('one')));
  });

  it.each(['offboardingApprovalRequested', 'offboardingPlanned', 'offboardingRejected'] as const)(
    'pages nobody for %s',
    (name) => expect(eventOf(sample(name))).toBeNull(),
  );

  it.each(['disassociationStuck', 'associationReappeared'] as const)('warns of %s', (name) => {
    expect(eventOf(sample(name))).toMatchObject({ event_action: 'trigger', payload: { severity: 'warning' } });
  });
});
