/** The actions of the pages. Their input is checked here; the work is done by the client library. */

import { answerPlan } from '../../client/approvals/answer.ts';
import { readDeadLetters } from '../../client/dead-letters/read.ts';
import { purgeQueue, resend, resendEach } from '../../client/dead-letters/resend.ts';
import { redriveExecution, repeatExecution, stopExecution } from '../../client/executions/control.ts';
import { sendOffboarding } from '../../client/offboardings/follow.ts';
import { createOffboardingRequest } from '../../client/offboardings/request.ts';
import { pauseSchedule, resumeSchedule, runSchedule } from '../../client/schedules/change.ts';
import { readSchedule, type Schedule } from '../../client/schedules/list.ts';
import type { StackClient } from '../../client/stack-client.ts';
import { type Body, optionalText, text, texts } from './body.ts';
import { emit } from './emit.ts';
import { HttpError } from './http.ts';
import { apply, plan, restore } from './offboard.ts';

type Action = (client: StackClient, body: Body) => Promise<unknown>;

/** POST /api/<name>. */
export const actions: Readonly<Record<string, Action>> = {
  stop: (client, body) =>
    stopExecution(client, text(body, 'arn'), optionalText(body, 'reason') ?? 'stopped from the console'),
  redrive: (client, body) => redriveExecution(client, text(body, 'arn')),
  repeat: async (client, body) => ({ arn: await repeatExecution(client, text(body, 'arn')) }),
  plan,
  apply,
  answer,
  restore,
  emit,
  pause: (client, body) => pauseSchedule(client, text(body, 'rule')),
  resume: (client, body) => resumeSchedule(client, text(body, 'rule')),
  run: async (client, body) => ({ arn: await runSchedule(client, await scheduleOf(client, body)) }),
  match,
  resend: async (client) => resend(client, await readDeadLetters(client)),
  'resend-each': (client, body) => resendEach(client, texts(body, 'ids')),
  purge: (client, body) => purgeQueue(client, text(body, 'queue')),
};

/** Approves or denies a plan with the identity of the console's credentials. */
async function answer(client: StackClient, body: Body) {
  const decision = text(body, 'decision');
  if (decision !== 'approve' && decision !== 'deny') {
    throw new HttpError(400, 'InvalidDecision', `decision must be approve or deny, not '${decision}'`);
  }
  const { by, at } = await answerPlan(client, text(body, 'arn'), decision, text(body, 'reason'));
  return { by, at };
}

/** Plans what a scheduled cleanup would match now, which changes nothing. */
async function match(client: StackClient, body: Body) {
  const { rule, policy } = await scheduleOf(client, body);
  if (!policy) throw new HttpError(400, 'NoPolicy', `the input of rule ${rule} has no cleanup policy`);
  const request = await createOffboardingRequest(client, { policy, options: { mode: 'plan' } });
  return { arn: await sendOffboarding(client, request) };
}

async function scheduleOf(client: StackClient, body: Body): Promise<Schedule> {
  const rule = text(body, 'rule');
  const schedule = await readSchedule(client, rule);
  if (!schedule) throw new HttpError(404, 'NoSuchRule', `there is no rule ${rule}`);
  return schedule;
}
