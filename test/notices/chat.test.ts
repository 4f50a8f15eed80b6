import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import type { Envelope } from '../../events/define.ts';
import { offboardingCompleted, publishedEvents } from '../../events/index.ts';
import { chatMessageOf } from '../../notices/chat.ts';
import { noticeOf } from '../../notices/index.ts';

function messageFor(id: string) {
  const { detail, ...envelope } = offboardingCompleted.sample as typeof offboardingCompleted.sample & {
    detail: { data: object };
  };
  const data = { ...detail.data, subject: { type: 'user', id }, execution: 'arn:aws:states:us-east-1:1:execution:m:e' };
  const event = { ...envelope, id: 'event', detail: { ...detail, data } } as unknown as Envelope;
  return chatMessageOf(noticeOf(event), { stage: 'prod', event });
}

it('is a custom notification without buttons, in the thread of its request', () => {
  expect(messageFor('alice')).toEqual({
    version: '1.0',
    source: 'custom',
    id: '01KAJ3Z9F0KNVBTYMA7W557T82',
    content: {
      textType: 'client-markdown',
      title: 'Completed: user alice, 8 removed, 1 already gone [prod]',
      description:
        'https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/arn:aws:states:us-east-1:1:execution:m:e',
      nextSteps: ['`offboard evidence 01KAJ3Z9F0B4C8D2E6F1G5H9JK --stage prod`'],
      keywords: ['offboard', 'prod'],
    },
    metadata: {
      threadId: '01KAJ3Z9F0B4C8D2E6F1G5H9JK',
      summary: 'Completed: user alice, 8 removed, 1 already gone [prod]',
      eventType: 'OffboardingCompleted',
      additionalContext: { stage: 'prod' },
      enableCustomActions: false,
    },
  });
});

/** "Custom notifications using Amazon Q Developer in chat applications": what it does not take is dropped without a word. */
const SCHEMA = {
  type: 'object',
  required: ['version', 'source', 'content'],
  additionalProperties: false,
  properties: {
    version: { const: '1.0' },
    source: { const: 'custom' },
    id: { type: 'string' },
    content: {
      type: 'object',
      required: ['description'],
      additionalProperties: false,
      properties: {
        textType: { const: 'client-markdown' },
        title: { type: 'string', minLength: 1, maxLength: 250 },
        description: { type: 'string', minLength: 1, maxLength: 8000 },
        nextSteps: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 350 } },
        keywords: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 75 } },
      },
    },
    metadata: {
      type: 'object',
      additionalProperties: false,
      properties: {
        threadId: { type: 'string' },
        summary: { type: 'string' },
        eventType: { type: 'string' },
        relatedResources: { type: 'array', items: { type: 'string' } },
        additionalContext: { type: 'object', additionalProperties: { type: 'string' } },
        enableCustomActions: { const: false },
      },
    },
  },
};
const validate = new Ajv2020().compile(SCHEMA);
const NOTIFIED = [
  'offboardingApprovalRequested',
  'offboardingApprovalExpiring',
  'offboardingPlanned',
  'offboardingRejected',
  'offboardingFailed',
  'offboardingCompleted',
  'disassociationStuck',
  'disassociationFailed',
  'associationReappeared',
  'restorationFailed',
] as const;

it.each(NOTIFIED)('is in the documented schema: %s', (name) => {
  const event = publishedEvents[name].sample as unknown as Envelope;
  expect(validate(chatMessageOf(noticeOf(event), { stage: 'prod', event })), JSON.stringify(validate.errors)).toBe(
    true,
  );
});

it('is in the documented schema, whatever a subject is called', () => {
  for (const id of ['a'.repeat(256), '<!channel>', '\u{202e}`*_~']) {
    expect(validate(messageFor(id)), JSON.stringify(validate.errors)).toBe(true);
  }
});

it('mentions nobody, and is no longer than the schema allows', () => {
  expect(messageFor('<!channel>').content.title).toBe(
    'Completed: user &lt;!channel&gt;, 8 removed, 1 already gone [prod]',
  );
  expect(messageFor('a'.repeat(256)).content.title).toHaveLength(250);
});

it('an alarm has the id of its event', () => {
  const event = { id: 'x', 'detail-type': 'CloudWatch Alarm State Change', detail: {} } as unknown as Envelope;
  expect(chatMessageOf(noticeOf(event), { stage: 'prod', event })).toMatchObject({
    id: 'x',
    content: { description: 'They are kept for 14 days from when they were put on the bus.' },
    metadata: { threadId: 'x' },
  });
});
