/** A notice in the schema of custom notifications of Amazon Q Developer in chat applications: for Slack and Microsoft Teams. */

import type { Envelope } from '../events/define.ts';
import { cut, escaped } from './chat-text.ts';
import { idsOf } from './event-ids.ts';
import type { Notice } from './notice.ts';
import { consoleLink } from './text.ts';

/** Characters that the schema allows. */
const MAX_TITLE = 250;
const MAX_DESCRIPTION = 8000;

export interface ChatMessage {
  version: '1.0';
  source: 'custom';
  id: string;
  content: {
    textType: 'client-markdown';
    title: string;
    description: string;
    nextSteps: string[];
    keywords: string[];
  };
  metadata: {
    /** Messages of one request are one thread. */
    threadId: string;
    summary: string;
    eventType: string;
    additionalContext: { stage: string };
    /** A button would act with the channel's role, whoever presses it. */
    enableCustomActions: false;
  };
}

export function chatMessageOf(
  { title, sentences, commands, execution }: Notice,
  { stage, event }: { stage: string; event: Envelope },
): ChatMessage {
  const { id, correlationId } = idsOf(event);
  const heading = cut(escaped(title), MAX_TITLE - stage.length - 3);
  const lines = [...sentences.map(escaped), ...(execution === undefined ? [] : [consoleLink(execution)])];
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: `${heading} [${stage}]`,
      description: cut(lines.join('\n') || heading, MAX_DESCRIPTION),
      nextSteps: commands.map((command) => `\`offboard ${command} --stage ${stage}\``),
      keywords: ['offboard', stage],
    },
    metadata: {
      threadId: correlationId,
      summary: `${heading} [${stage}]`,
      eventType: event['detail-type'],
      additionalContext: { stage },
      enableCustomActions: false,
    },
  };
}
