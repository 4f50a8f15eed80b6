/** A notice as a message of Slack's `chat.postMessage`, without the channel. */

import { cut, escaped } from './chat-text.ts';
import type { Notice } from './notice.ts';
import { consoleLink } from './text.ts';

/** Slack shortens longer texts. */
const MAX_TEXT = 4000;

export interface SlackMessage {
  text: string;
  /** Slack opens what it shows a preview of. */
  unfurl_links: false;
  unfurl_media: false;
}

export function slackMessageOf(
  { title, sentences, commands, execution }: Notice,
  { stage }: { stage: string },
): SlackMessage {
  const blocks = [
    `*${escaped(title)}* [${stage}]`,
    sentences.map(escaped).join('\n'),
    commands.map((command) => `\`offboard ${escaped(command)} --stage ${stage}\``).join('\n'),
    execution === undefined ? '' : `<${consoleLink(execution)}|Execution>`,
  ];
  const text = cut(blocks.filter((block) => block !== '').join('\n'), MAX_TEXT);
  return { text, unfurl_links: false, unfurl_media: false };
}
