import { expect, it } from 'vitest';
import type { Notice } from '../../notices/notice.ts';
import { slackMessageOf } from '../../notices/slack.ts';

const NOTICE: Notice = {
  title: 'Approve or deny by Mon 23 Nov 2026 16:00 UTC: 9 associations of user alice',
  sentences: ['Without an answer it is denied.', 'Risks: mpa-team.'],
  commands: ['show 01KAJ3', 'approve 01KAJ3 --reason TEXT'],
  execution: 'arn:aws:states:us-east-1:111122223333:execution:offboard-prod-offboard:one',
};

it('is a message without previews', () => {
  expect(slackMessageOf(NOTICE, { stage: 'prod' })).toEqual({
    text: `*Approve or deny by Mon 23 Nov 2026 16:00 UTC: 9 associations of user alice* [prod]
Without an answer it is denied.
Risks: mpa-team.
\`offboard show 01KAJ3 --stage prod\`
\`offboard approve 01KAJ3 --reason TEXT --stage prod\`
<https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${NOTICE.execution}|Execution>`,
    unfurl_links: false,
    unfurl_media: false,
  });
});

it('mentions nobody, and is no longer than Slack shows', () => {
  const title = 'Leaving: 1 association of user <!channel>';
  expect(slackMessageOf({ ...NOTICE, title }, { stage: 'prod' }).text).toContain('user &lt;!channel&gt;* [prod]');
  expect(slackMessageOf({ ...NOTICE, title: 'a'.repeat(5000) }, { stage: 'prod' }).text).toHaveLength(4000);
});
