import { type DeadLetter, isDuplicate, readDeadLetters } from '../../client/dead-letters/read.ts';
import { type ResendResult, resend } from '../../client/dead-letters/resend.ts';
import type { Command, Context } from '../common/command.ts';
import { EXIT, type ExitCode } from '../common/exit.ts';
import { table } from '../common/output.ts';

export const deadLetters: Command = {
  syntax: 'dead-letters',
  summary: 'events that could not be delivered, and --resend to send them again',
  options: (command) => command.option('--resend', 'put the events on the bus again and delete the messages'),
  help: `Examples:
  offboard dead-letters --stage prod --wide
  offboard dead-letters --stage prod --resend
A message with RESOURCE_ALREADY_EXISTS is a harmless duplicate: its execution exists.
--resend deletes those and puts all others on the bus; a request that was sent again since joins that one.`,
  async run(context, _args, options) {
    const client = context.client();
    const messages = await readDeadLetters(client);
    if (options.resend === true) return printResult(context, await resend(client, messages));
    return print(context, messages);
  },
};

function print({ output }: Context, messages: readonly DeadLetter[]): ExitCode {
  if (output.structured) {
    output.data({ messages: messages.map(({ receipt: _receipt, queueUrl: _url, body: _body, ...rest }) => rest) });
  } else if (messages.length === 0) output.text('no dead letters');
  else {
    const lines = table(output, messages, [
      { title: 'queue', value: ({ queue }) => queue },
      { title: 'error', value: ({ error }) => error, style: (message) => (isDuplicate(message) ? 'dim' : 'bad') },
      { title: 'event', value: ({ event }) => event?.['detail-type'] ?? '-' },
      { title: 'request', value: ({ requestId }) => requestId ?? '-' },
      { title: 'rule', value: ({ rule }) => rule },
      { title: 'message', value: ({ message }) => message, limit: 80 },
    ]);
    for (const line of lines) output.text(line);
  }
  return EXIT.done;
}

function printResult({ output, line }: Context, result: ResendResult): ExitCode {
  const { resent, duplicates, kept } = result;
  if (output.structured) output.data(result);
  else output.text(`${resent} sent again, ${duplicates} harmless duplicates deleted, ${kept} kept`);
  if (kept > 0 && !output.structured)
    output.note(`kept messages are AWS's own events; read them with: ${line('dead-letters --json')}`);
  return EXIT.done;
}
