/** A notice as plain text of 80 columns. */

import type { Notice, NoticeStack } from './notice.ts';

const COLUMNS = 80;
/** Of an e-mail's subject, by SNS, which takes no other characters than these. */
const MAX_SUBJECT = 100;

export interface TextMessage {
  subject: string;
  text: string;
}

export function textOf({ title, sentences, commands, execution }: Notice, stack: NoticeStack): TextMessage {
  const { stage, account, region } = stack;
  const blocks = [
    wrap(harmless(title)),
    sentences.map((sentence) => wrap(harmless(sentence))).join('\n'),
    commands.map((command) => `  offboard ${command} --stage ${stage}`).join('\n'),
    `Stack offboard-${stage}, ${region}, account ${account}.${execution === undefined ? '' : `\n${consoleLink(execution)}`}`,
  ];
  return { subject: subjectOf(title, stage), text: `${blocks.filter((block) => block !== '').join('\n\n')}\n` };
}

/** It shows the execution and does nothing: chats and mail scanners open every link. */
export function consoleLink(execution: string): string {
  const region = execution.split(':')[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${execution}`;
}

function subjectOf(title: string, stage: string): string {
  const suffix = ` [${stage}]`;
  const room = MAX_SUBJECT - suffix.length;
  const ascii = title.replace(/[^ -~]/gu, '?');
  return `${ascii.length > room ? `${ascii.slice(0, room - 3)}...` : ascii}${suffix}`;
}

/** Control characters and marks of direction would show another name than there is. */
export function harmless(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
