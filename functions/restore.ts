/**
 * Ties again what was ended, from what the service showed of it before: looks, asks where there is nothing, and says how
 * far it has come.
 */

import type { Handler } from 'aws-lambda';
import type { AssociationProvider, AwsCall, Json, RunContext, WaitingFor } from '../associations/contract.ts';
import { paceFor } from '../associations/policy.ts';
import { statusClassOf } from '../associations/status-class.ts';
import type { Envelope } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { AccessDenied, named, unavailable } from './common/errors.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import { whereProblem } from './common/where.ts';
import { later, secondsBetween, waitFor } from './disassociation/pacing.ts';
import { runContextFor } from './disassociation/run.ts';

export interface RestoreInput {
  /** Names the association. */
  request: Envelope;
  before: Json;
  /** What the call before came to; null at the first. */
  restoration: Restoration | null;
  /** Calls of which it is not known what they came to: one of them may have asked. */
  attempts: number;
}

export interface Restoration {
  /** REFUSED is the service's no; FAILED is what it accepted and did not do. */
  outcome: 'IN_PROGRESS' | 'RESTORED' | 'ALREADY_ASSOCIATED' | 'REJECTED' | 'FAILED';
  serviceStatus: string;
  asked: boolean;
  /** One sentence, while it goes on. */
  waitingFor?: WaitingFor;
  waitingMessage?: string;
  /** Where it did not end well. */
  error?: string;
  message?: string;
  polls: number;
  calls: AwsCall[];
  /** All moments are ISO 8601. */
  startedAt: string;
  deadline: string;
  waitSeconds: number;
}

type Course = Pick<
  Restoration,
  'outcome' | 'serviceStatus' | 'asked' | 'waitingFor' | 'waitingMessage' | 'error' | 'message'
>;

export function restore(association: AssociationProvider): Handler<RestoreInput, Restoration> {
  return task({
    name: `restore ${association.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    remarks: ({ outcome, serviceStatus, error }) => ({ outcome, serviceStatus, error }),
    async work(input, context): Promise<Restoration> {
      const request = readRequest(input.request);
      const problem = whereProblem(request.data.where);
      if (problem !== undefined) return paced(refused('NotASpoke', problem.message), { input, request, association });
      const runContext = await runContextFor({ association, request, earlier: null, context });
      const course = await step({ input, request, association, runContext });
      return paced(course, { input, request, association, calls: runContext.calls });
    },
  });
}

interface Step {
  input: RestoreInput;
  request: DisassociationRequest;
  association: AssociationProvider;
  runContext: RunContext;
}

async function step(one: Step): Promise<Course> {
  const { association, request, runContext } = one;
  const { serviceStatus, snapshot } = await association.poll(request.data.target, runContext);
  return standing(statusClassOf(association, { serviceStatus }), { serviceStatus, snapshot }, one);
}

async function standing(
  statusClass: ReturnType<typeof statusClassOf>,
  seen: { serviceStatus: string; snapshot: Json },
  one: Step,
): Promise<Course> {
  const { restoration, attempts } = one.input;
  const asked = restoration?.asked ?? false;
  const { serviceStatus, snapshot } = seen;
  switch (statusClass) {
    case 'ASSOCIATED':
      return { outcome: asked || attempts > 0 ? 'RESTORED' : 'ALREADY_ASSOCIATED', serviceStatus, asked };
    case 'ASSOCIATION_FAILED':
      return {
        outcome: 'FAILED',
        serviceStatus,
        asked,
        error: serviceStatus,
        message: `It shows ${briefly(snapshot)}`,
      };
    case 'ASSOCIATING':
      return waiting({
        serviceStatus,
        asked,
        waitingFor: 'association',
        waitingMessage: 'Waiting for the service to associate it.',
      });
    case 'DISASSOCIATING':
      return waiting({
        serviceStatus,
        asked,
        waitingFor: 'removal',
        waitingMessage: 'Waiting for its removal to end.',
      });
    case 'DISASSOCIATED':
      return asked
        ? waiting({
            serviceStatus,
            asked,
            waitingFor: 'consistency',
            waitingMessage: 'Waiting for the service to show the association that it accepted.',
          })
        : ask(one);
  }
}

function waiting(course: Omit<Course, 'outcome'>): Course {
  return { outcome: 'IN_PROGRESS', ...course };
}

async function ask({ association, request, input, runContext }: Step): Promise<Course> {
  if (association.restore === undefined) return refused('NoWayBack', 'The service knows no way back.');
  try {
    await association.restore(request.data.target, input.before, runContext);
    return waiting({
      serviceStatus: 'ABSENT',
      asked: true,
      waitingFor: 'association',
      waitingMessage: 'Waiting for the service to associate it.',
    });
  } catch (error) {
    return answerTo(error, association);
  }
}

/**
 * What the service said no with; what its own kind knows of the error counts first. Throws on what may be otherwise
 * when one asks again.
 */
function answerTo(error: unknown, { errors }: AssociationProvider): Course {
  if (!(error instanceof Error)) throw error;
  const errorClass = errors[error.name];
  const ours = named(error);
  if (errorClass === 'BUSY') {
    return waiting({
      serviceStatus: 'ABSENT',
      asked: false,
      waitingFor: 'other-change',
      waitingMessage: `Waiting for another change to end (${error.message}).`,
    });
  }
  if (errorClass === 'RETRYABLE') throw ours === error ? unavailable(error) : ours;
  if (errorClass === undefined && ours !== error && !(ours instanceof AccessDenied)) throw ours;
  return refused(error.name, error.message);
}

function refused(error: string, message: string): Course {
  return { outcome: 'REJECTED', serviceStatus: 'ABSENT', asked: false, error, message };
}

interface Paced extends Omit<Step, 'runContext'> {
  calls?: readonly AwsCall[];
}

function paced(course: Course, { input, request, association, calls = [] }: Paced): Restoration {
  const { restoration, before } = input;
  const now = new Date().toISOString();
  const pace = paceFor(association.policy, request.data.target, before);
  const startedAt = restoration?.startedAt ?? now;
  const polls = restoration === null ? 0 : restoration.polls + 1;
  return {
    ...course,
    polls,
    calls: [...(restoration?.calls ?? []), ...calls].filter(({ mutating }) => mutating),
    startedAt,
    deadline: restoration?.deadline ?? later(startedAt, pace.deadline),
    waitSeconds: waitFor(pace, secondsBetween(startedAt, now), { id: request.metadata.id, polls }),
  };
}

/** What an event may tell of it. */
function briefly(snapshot: Json): string {
  return JSON.stringify(snapshot).slice(0, 500);
}
