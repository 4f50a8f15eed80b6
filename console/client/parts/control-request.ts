import { controlApi } from '../common/api.ts';
import { offboardCommand } from '../common/command-line.ts';
import { h } from '../common/dom.ts';
import { command, errorMessage } from './basics.ts';

const last = { commandLine: '', error: '' };

/** @param words of the command that does the same, after `offboard sim`. */
export async function sendControlRequest(
  words: string,
  method: 'POST' | 'DELETE',
  name: string,
  body?: unknown,
): Promise<void> {
  last.commandLine = simCommand(words);
  try {
    await controlApi(method, name, body);
    last.error = '';
  } catch (error) {
    last.error = (error as Error).message;
  }
}

export function simCommand(words: string): string {
  return offboardCommand(`sim ${words}`);
}

export function lastControlRequest() {
  if (last.commandLine === '') return null;
  return h(
    'div',
    { class: 'last-command', role: 'status' },
    h('p', { class: 'label' }, 'The last change on the command line'),
    command(last.commandLine),
    errorMessage(last.error),
  );
}
