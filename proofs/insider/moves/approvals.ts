/** Approvals of what the insider requested, and of what others did. */

import { pick } from '@offboard/local-aws/random';
import { type Answer, answerHash } from '../../../offboardings/answer.ts';
import { approvalPrefix } from '../../../offboardings/keys.ts';
import { requestHash } from '../../../offboardings/statement.ts';
import type { PublishedEvent } from '../../common/harness.ts';
import { answerTo } from '../../offboardings/requests.ts';
import type { Attack } from '../common/attack.ts';
import { waitingIn } from '../common/honest.ts';
import { INSIDER } from '../common/insider.ts';
import { after, MINUTE } from '../common/schedule.ts';
import { type Move, offboarding } from './common.ts';

const REQUESTED = 'OffboardingRequested';
/** The role's name, as a person may spell it. */
const SPELLINGS = [
  'insider',
  'INSIDER',
  'CORP\\insider',
  'insider+ops',
  'The Insider (ops)',
  '\u0456nsider',
  'ins\u200bider',
];
const SESSIONS = ['mallory', 'alice', 'carl', 'the-ciso'];

export const approvals: readonly Move[] = [
  {
    name: 'a request in another spelling of one’s own name, and the approval of it',
    async run(attack) {
      const id = await ask(attack, pick(SPELLINGS, attack.next));
      approveLater(attack, id, ['mallory']);
    },
  },
  {
    name: 'several sessions of one role, each of which approves',
    async run(attack) {
      const id = await ask(attack, 'a colleague');
      approveLater(attack, id, SESSIONS);
    },
  },
  {
    name: 'a proven request, and the approval of it by another session',
    async run(attack) {
      const detail = needing(attack, 'a colleague');
      const statement = await attack.insider.attest('request', requestHash(detail));
      const { metadata, data } = detail;
      await attack.insider.put([{ metadata: { ...metadata, statement }, data }], REQUESTED);
      approveLater(attack, metadata.id, SESSIONS);
    },
  },
  {
    name: 'the statement of one request for another',
    async run(attack) {
      const statement = await attack.insider.attest('request', requestHash(needing(attack, 'insider')));
      const { metadata, data } = needing(attack, 'dana');
      const said = pick([statement, { ...statement, identity: { ...statement.identity, arn: USER } }], attack.next);
      await attack.insider.put([{ metadata: { ...metadata, statement: said }, data }], REQUESTED);
      approveLater(attack, metadata.id, SESSIONS);
    },
  },
  {
    name: 'the task token of a history',
    async run(attack) {
      for (const { executionArn = '' } of await attack.insider.executions('offboard')) {
        const history = await attack.insider.history(executionArn);
        const [, taskToken] = /taskToken\\*":\\*"([^"\\]+)/.exec(history) ?? [];
        if (taskToken === undefined) continue;
        await attack.insider.completeTask(taskToken, {
          state: 'approved',
          decision: 'approve',
          by: USER,
          approvals: [1, 2],
        });
      }
    },
  },
  {
    name: 'answers among the recorded ones, with invented statements',
    async run(attack) {
      for (const event of attack.honest.waiting()) {
        const answer = answerOf(event, 'approve');
        const own = await attack.insider.attest('approval', answerHash(answer));
        const prefix = approvalPrefix(answer.offboarding, answer.run);
        for (const name of ['carl', 'eve']) {
          const identity = { ...own.identity, arn: `arn:aws:iam::${own.identity.account}:user/${name}`, person: name };
          await attack.insider.putObject(`${prefix}${name}.json`, { answer, statement: { ...own, identity } });
        }
      }
    },
  },
  {
    name: 'the statement that somebody else made for another answer',
    async run(attack) {
      // Once the others have answered.
      after(attack.harness, 75 * MINUTE, () => attack.attempt(() => reuseAnswers(attack)));
    },
  },
  {
    name: 'an answer without a statement, or to a run that does not wait',
    async run(attack) {
      const [event] = attack.honest.waiting();
      const answer = event
        ? answerOf(event, 'approve')
        : { offboarding: 'none', run: 'none', planId: 'none', decision: 'approve' };
      for (const input of [{ answer }, { answer: { ...answer, run: '../x' } }, {}, 'approve']) {
        await attack.insider.start('answer', input);
      }
    },
  },
];

const USER = 'arn:aws:iam::111122223333:user/the-ciso';

function needing(attack: Attack, requestedBy: string) {
  const subject = { type: 'kind', id: attack.guards.approvalKind };
  return offboarding(attack, { subject, options: { mode: 'apply' } }, { requestedBy });
}

/** @returns the request's id. */
async function ask(attack: Attack, requestedBy: string): Promise<string> {
  const detail = needing(attack, requestedBy);
  await attack.insider.put([detail], REQUESTED);
  return detail.metadata.id;
}

/** Once the plan waits. However many sessions say so, they are one person. */
function approveLater(attack: Attack, id: string, sessions: readonly string[]): void {
  after(attack.harness, 5 * MINUTE, () =>
    attack.attempt(async () => {
      for (const event of waitingIn(attack.harness, id)) {
        attack.honest.countApproval(String(event.data.execution), INSIDER);
        for (const session of sessions) await attack.insider.answer(answerOf(event, 'approve'), session);
      }
    }),
  );
}

function answerOf({ requestId, data }: PublishedEvent, decision: Answer['decision']): Answer {
  return answerTo(requestId, data as { execution: string; plan: { id: string } }, decision);
}

/** What the history of an answer shows, for the plans of the insider. */
async function reuseAnswers(attack: Attack): Promise<void> {
  const { insider, harness } = attack;
  const own = [...harness.answers.keys()].flatMap((id) => waitingIn(harness, id));
  for (const { executionArn = '' } of await insider.executions('answer')) {
    const [{ executionStartedEventDetails: started } = {}] = JSON.parse(await insider.history(executionArn));
    const { answer, statement } = JSON.parse(started?.input ?? '{}');
    for (const event of own) await insider.start('answer', { answer: answerOf(event, 'approve'), statement });
    await insider.start('answer', { answer: { ...answer, decision: 'approve' }, statement });
  }
}
