import { randomUUID } from 'node:crypto';
import type { Aws, Operation } from '../../core/aws.ts';
import type { Outbox } from '../../core/outbox.ts';
import type { Topics } from '../state/topics.ts';
import { invalidParameter } from './errors.ts';
import { on, topicOf } from './topics.ts';

interface Publication {
  TopicArn: string;
  Subject?: string;
  Message: string;
}

const MAX_MESSAGE_BYTES = 262_144;

export function messages(topics: Topics, { clock, outbox }: Pick<Aws, 'clock'> & { outbox: Outbox }) {
  const Publish: Operation<Publication, { MessageId: string }> = {
    ...on('sns:Publish'),
    run({ TopicArn, Subject, Message }) {
      const { arn } = topicOf(topics, TopicArn);
      if (Subject !== undefined) refuseSubject(Subject);
      if (Message === '') throw invalidParameter('Empty message');
      if (Buffer.byteLength(Message) > MAX_MESSAGE_BYTES) throw invalidParameter('Message too long');
      const subject = Subject === undefined ? {} : { subject: Subject };
      outbox.add({ at: clock.now(), service: 'sns', to: arn, ...subject, body: Message });
      return { MessageId: randomUUID() };
    },
  };
  return { Publish };
}

/**
 * "ASCII text that begins with a letter, number, or punctuation mark; must not include line breaks or control
 * characters; and must be less than 100 characters long" (API reference, Publish). SNS takes 100.
 */
function refuseSubject(subject: string): void {
  if (!/^[!-~][ -~]{0,99}$/.test(subject)) throw invalidParameter('Subject');
}
