import type { Envelope } from '../events/define.ts';
import { type ChatMessage, chatMessageOf } from '../notices/chat.ts';
import { noticeOf } from '../notices/index.ts';
import { type PagerDutyEvent, pagerDutyEventOf } from '../notices/pagerduty.ts';
import { type SlackMessage, slackMessageOf } from '../notices/slack.ts';
import { type TextMessage, textOf } from '../notices/text.ts';
import { identify } from './common/request.ts';
import { task } from './common/task.ts';

export interface NoticeMessages {
  topic: TextMessage;
  'amazon-q': ChatMessage;
  slack: SlackMessage;
  /** Null for what nobody is paged for. */
  pagerduty: PagerDutyEvent | null;
}

export const handler = task({
  name: 'write-notice',
  correlationId: (event: Envelope) => identify(event).correlationId,
  async work(event: Envelope): Promise<NoticeMessages> {
    const { account, region } = event;
    const stage = process.env.STAGE ?? '';
    const notice = noticeOf(event);
    return {
      topic: textOf(notice, { stage, account, region }),
      'amazon-q': chatMessageOf(notice, { stage, event }),
      slack: slackMessageOf(notice, { stage }),
      pagerduty: pagerDutyEventOf(notice, { stage, event }),
    };
  },
});
