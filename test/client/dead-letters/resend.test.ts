import { expect, it } from 'vitest';
import type { DeadLetter } from '../../../client/dead-letters/read.ts';
import { resend } from '../../../client/dead-letters/resend.ts';
import type { StackClient } from '../../../client/stack-client.ts';

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:offboard-dev-verify';
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:offboard-dev-reject';

function letter(detailType: string, target: string): DeadLetter {
  const event = { source: 'offboard', 'detail-type': detailType, detail: {} };
  const rest = { id: detailType, queue: 'q', queueUrl: 'q', receipt: detailType, message: '', rule: '', retries: '' };
  return { ...rest, error: 'THROTTLING', target, body: JSON.stringify(event), event };
}

/** A client that says what it was sent. */
function recording() {
  const sent: [string, unknown][] = [];
  const service = async () => ({
    async send(command: { constructor: { name: string }; input: object }) {
      sent.push([command.constructor.name, command.input]);
      return { FailedEntryCount: 0, Entries: [{}] };
    },
  });
  const client = {
    stack: async () => ({ bus: 'offboard-dev' }),
    aws: { sqs: service, sfn: service, eventbridge: service },
  };
  return { sent, client: client as unknown as StackClient };
}

it('an answer, which the bus takes from the stack alone, goes to the machine it was for', async () => {
  const { sent, client } = recording();
  const answer = letter('DisassociationCompleted', MACHINE);
  expect(await resend(client, [answer])).toEqual({ resent: 1, duplicates: 0, kept: 0 });
  expect(sent).toEqual([
    ['StartExecutionCommand', { stateMachineArn: MACHINE, input: answer.body }],
    ['DeleteMessageCommand', { QueueUrl: 'q', ReceiptHandle: 'DisassociationCompleted' }],
  ]);
});

it('an answer for what is no machine stays', async () => {
  const { sent, client } = recording();
  expect(await resend(client, [letter('DisassociationCompleted', FUNCTION)])).toEqual({
    resent: 0,
    duplicates: 0,
    kept: 1,
  });
  expect(sent).toEqual([]);
});
