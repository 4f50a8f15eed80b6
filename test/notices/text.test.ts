/** The very text of each notice, as people read it in 80 columns. */

import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../events/define.ts';
import { publishedEvents } from '../../events/index.ts';
import { noticeOf } from '../../notices/index.ts';
import { textOf } from '../../notices/text.ts';

const STACK = { stage: 'prod', account: '111122223333', region: 'us-east-1' };
const LINK = 'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/';

type Contracts = typeof publishedEvents;

function sampleOf(event: keyof Contracts, changed: object = {}): Envelope {
  const { detail, ...envelope } = publishedEvents[event].sample as Contracts[typeof event]['sample'] & {
    detail: { data: object };
  };
  return { ...envelope, detail: { ...detail, data: { ...detail.data, ...changed } } } as unknown as Envelope;
}

const messageOf = (event: Envelope) => textOf(noticeOf(event), STACK);

/** The text without the last paragraph, which names the stack and the execution. */
function paragraphs(event: Envelope): string {
  const { text } = messageOf(event);
  return text.slice(0, text.lastIndexOf('\n\nStack offboard-prod'));
}

const ALERT = { 'detail-type': 'CloudWatch Alarm State Change', source: 'aws.cloudwatch', detail: {} } as Envelope;

it.each<[string, Envelope, string]>([
  [
    'an approval asked for',
    sampleOf('offboardingApprovalRequested', { approvalsNeeded: 2 }),
    `Approve or deny by Mon 23 Nov 2026 16:00 UTC: 9 associations of account
444455556666

Whoever requested it cannot approve it. Without an answer it is denied.
Two different people must approve.
Risks: mpa-team.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod
  offboard approve 01KAJ3Z9F0B4C8D2E6F1G5H9JK --reason TEXT --stage prod
  offboard deny 01KAJ3Z9F0B4C8D2E6F1G5H9JK --reason TEXT --stage prod`,
  ],
  [
    'an approval that expires',
    sampleOf('offboardingApprovalExpiring'),
    `Denied without an answer by Mon 23 Nov 2026 16:00 UTC: 9 associations of account
444455556666

Whoever requested it cannot approve it. Without an answer it is denied.
Risks: mpa-team.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod
  offboard approve 01KAJ3Z9F0B4C8D2E6F1G5H9JK --reason TEXT --stage prod
  offboard deny 01KAJ3Z9F0B4C8D2E6F1G5H9JK --reason TEXT --stage prod`,
  ],
  [
    'a leaver',
    sampleOf('offboardingPlanned', {
      subject: { type: 'user', id: 'alice' },
      plan: {
        ...publishedEvents.offboardingPlanned.read(publishedEvents.offboardingPlanned.sample).data.plan,
        inherited: 2,
      },
      inaccessibleCount: 1,
    }),
    `Leaving: 9 associations of user alice

Its requester is only claimed: ask whether it is true. Nothing was changed.
2 associations more are inherited from what others share.
1 search could not be read: there may be more.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod
  offboard apply 9f2c7be1d0a4 --stage prod`,
  ],
  [
    'a rejection',
    sampleOf('offboardingRejected', {
      reasons: [
        { reason: 'guardrail', guardrail: 'max-associations', message: 'of alice' },
        { reason: 'denied', by: 'arn:aws:iam::111122223333:user/erin', message: 'alice stays' },
        { reason: 'expired', message: 'Nobody answered until 16:00.' },
        { reason: 'out-of-date', approved: '9f2c', found: '5d41' },
        { reason: 'invalid', problems: [{ path: 'detail', message: 'no' }] },
      ],
    }),
    `Rejected, nothing was changed: account 444455556666

The guardrail max-associations rejects it.
An approver denied it.
It was not approved in time.
The plan is out of date: what it would remove, or its terms, have changed.
The request is invalid: 1 problem.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod`,
  ],
  [
    'a failure of some items',
    sampleOf('offboardingFailed', { inaccessibleCount: 2 }),
    `Not completed: 1 association of account 444455556666 remains

Error: PARTLY_DONE.
Of 9 planned: 7 removed, 1 already gone, 1 failed.
2 searches could not be read: there may be more.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod
  offboard evidence 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod`,
  ],
  [
    'a failure before the first item',
    sampleOf('offboardingFailed', { error: 'States.Timeout', rollUp: undefined, remaining: [], subject: undefined }),
    `Failed: a request without a subject

Error: States.Timeout.

  offboard show 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod
  offboard evidence 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod`,
  ],
  [
    'a completion',
    sampleOf('offboardingCompleted'),
    `Completed: account 444455556666, 8 removed, 1 already gone

  offboard evidence 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod`,
  ],
  [
    'a removal that is stuck',
    sampleOf('disassociationStuck'),
    `Stuck: opensearch-packages movies/F123456789

It has waited for removal since Fri 20 Nov 2026 15:24 UTC. Usual are 10 minutes.
Polling goes on until Fri 20 Nov 2026 21:24 UTC.

  offboard show 01KAJ3Z4Q8V2M6N9R1T5W7X0YB --stage prod`,
  ],
  [
    'a failed removal',
    sampleOf('disassociationFailed'),
    `Failed: opensearch-packages movies/F123456789

Error: DISSOCIATION_FAILED.

  offboard show 01KAJ3Z4Q8V2M6N9R1T5W7X0YB --stage prod`,
  ],
  [
    'an association that is back',
    sampleOf('associationReappeared'),
    `Associated again: opensearch-packages movies/F123456789

Its removal was confirmed Fri 20 Nov 2026 15:26 UTC. It was found again Sat 21
Nov 2026 15:26 UTC.

  offboard show 01KAJ3Z4Q8V2M6N9R1T5W7X0YB --stage prod`,
  ],
  [
    'a restoration',
    sampleOf('restorationFailed'),
    `Not restored: 1 of 2 associations

  offboard show 01KAJ4A2N7E5R8T1Y4U6I9O0P2 --stage prod`,
  ],
  [
    'dead letters',
    ALERT,
    `Events could not be delivered

They are kept for 14 days from when they were put on the bus.

  offboard dead-letters --stage prod`,
  ],
])('%s', (_, event, expected) => {
  expect(paragraphs(event)).toBe(expected);
  expect(expected.split('\n').every((line) => line.length <= 80)).toBe(true);
});

it('ends with the stack, and a link that shows the execution', () => {
  const execution = 'arn:aws:states:us-east-1:111122223333:execution:offboard-prod-offboard:run';
  const { text } = messageOf(sampleOf('offboardingCompleted', { execution }));
  expect(text.endsWith(`\n\nStack offboard-prod, us-east-1, account 111122223333.\n${LINK}${execution}\n`)).toBe(true);
});

describe('the subject of an e-mail', () => {
  const subjectOf = (id: string) =>
    messageOf(sampleOf('offboardingCompleted', { subject: { type: 'user', id } })).subject;

  it('is the title with the stage', () => {
    expect(subjectOf('alice')).toBe('Completed: user alice, 8 removed, 1 already gone [prod]');
  });

  it.each(['a'.repeat(256), 'josé', 'a\r\nBcc: mallory', '\u{202e}ecila'])('is what SNS takes: %j', (id) => {
    const subject = subjectOf(id);
    expect(subject).toMatch(/^Completed: user [ -~]+ \[prod\]$/);
    expect(subject.length).toBeLessThanOrEqual(100);
  });
});

it('shows no name in another order than it is spelled, and no second line in it', () => {
  const { text } = messageOf(sampleOf('offboardingCompleted', { subject: { type: 'user', id: 'al\u{202e}ice\nx' } }));
  expect(text).toMatch(/^Completed: user al\?ice\?x, 8 removed/);
});

it('there is none of other events', () => {
  expect(() => noticeOf(sampleOf('disassociationCompleted'))).toThrow('no notice of DisassociationCompleted');
});
