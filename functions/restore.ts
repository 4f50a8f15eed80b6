/**
 * Restores a removed association from its snapshot: reads the present state, requests the association where there is
 * none, and tells how far it has come.
 */

import type { Handler } from 'aws-lambda';
import type { AssociationProvider, AwsCall, Json, RunContext, WaitingFor } from '../associations/common/contract.ts';
import { paceFor } from '../associations/common/policy.ts';
import { inProgress } from '../associations/common/progress.ts';
import { statusClassOf } from '../associations/common/status-class.ts';
import type { Envelope } from '../events/define.ts';
import type { DisassociationRequest } from '../events/disassociation-requested.ts';
import { AccessDenied, toTaskError, unavailable } from './common/errors.ts';
import { identify, readRequest } from './common/request.ts';
import { whereProblem } from './common/spoke-roles.ts';
import { task } from './common/task.ts';
import { later, waitSecondsOf } from './disassociation/pacing.ts';
import { runContextFor } from './disassociation/run.ts';

export interface RestoreInput {
  /** Names the association. */
  request: Envelope;
  before: Json;
  /** What the run before returned; null at the first. */
  restoration: Restoration | null;
  /** Runs whose result is unknown: one of them may have requested the association. */
  attempts: number;
}

/** All moments are ISO 8601. */
export interface Restoration {
  /** REJECTED: the service refused the request. FAILED: it accepted the request and the association failed. */
  outcome: 'IN_PROGRESS' | 'RESTORED' | 'ALREADY_ASSOCIATED' | 'REJECTED' | 'FAILED';
  serviceStatus: string;
  requested: boolean;
  /** What `restore` of the provider left for the polls that follow. */
  memory?: Json;
  /** While it is in progress: a code, and one sentence. */
  waitingFor?: WaitingFor;
  waitingMessage?: string;
  error?: string;
  message?: string;
  polls: number;
  calls: AwsCall[];
  startedAt: string;
  deadline: string;
  waitSeconds: number;
}

type State = Omit<Restoration, 'polls' | 'calls' | 'startedAt' | 'deadline' | 'waitSeconds'>;

interface Step {
  provider: AssociationProvider;
  request: DisassociationRequest;
  input: RestoreInput;
}

export function restore(provider: AssociationProvider): Handler<RestoreInput, Restoration> {
  return task({
    name: `restore ${provider.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    logFields: ({ outcome, serviceStatus, error }) => ({ outcome, serviceStatus, error }),
    async work(input, lambdaContext): Promise<Restoration> {
      const request = readRequest(input.request);
      const step: Step = { provider, request, input };
      const problem = whereProblem(request.data.where);
      if (problem !== undefined) return restorationOf(rejected('NotASpoke', problem.message), step);
      const context = await runContextFor({
        provider,
        request,
        envelope: input.request,
        earlier: null,
        retried: false,
        lambdaContext,
      });
      return restorationOf(await stateOf(step, { ...context, ...earlierOf(input) }), step, context.calls);
    },
  });
}

/** A poll reads the memory that a removal's start leaves it as well. */
function earlierOf({ restoration }: RestoreInput): Pick<RunContext, 'earlier'> {
  if (restoration?.memory === undefined) return {};
  const { serviceStatus, memory, waitingMessage = '' } = restoration;
  const observation = { serviceStatus, snapshot: null };
  return { earlier: inProgress(observation, { next: 'poll', waitingFor: 'association', waitingMessage, memory }) };
}

async function stateOf(step: Step, context: RunContext): Promise<State> {
  const { provider, request, input } = step;
  const { serviceStatus, snapshot } = await provider.poll(request.data.target, context);
  const requested = input.restoration?.requested ?? false;
  const observed = { serviceStatus, requested };
  switch (statusClassOf(provider, observed)) {
    case 'ASSOCIATED':
      return { ...observed, outcome: requested || input.attempts > 0 ? 'RESTORED' : 'ALREADY_ASSOCIATED' };
    case 'ASSOCIATION_FAILED':
      return { ...observed, outcome: 'FAILED', error: serviceStatus, message: failureMessage(snapshot) };
    case 'ASSOCIATING':
      return waiting(observed, 'association', associationMessage(step, context));
    case 'DISASSOCIATING':
      return waiting(observed, 'removal', 'Waiting for its removal to end.');
    case 'DISASSOCIATED':
      return requested
        ? waiting(observed, 'consistency', 'Waiting for the service to show the association that it accepted.')
        : requestAssociation(step, context);
  }
}

function waiting(
  observed: Pick<State, 'serviceStatus' | 'requested'>,
  waitingFor: WaitingFor,
  waitingMessage: string,
): State {
  return { ...observed, outcome: 'IN_PROGRESS', waitingFor, waitingMessage };
}

async function requestAssociation({ provider, request, input }: Step, context: RunContext): Promise<State> {
  if (provider.restore === undefined)
    return rejected('NotRestorable', 'The service offers no way to associate it again.');
  let memory: Json | undefined;
  try {
    memory = await provider.restore(request.data.target, input.before, context);
  } catch (error) {
    return stateAfterError(error, provider);
  }
  const message = associationMessage({ provider, request, input }, context);
  return {
    ...waiting({ serviceStatus: 'ABSENT', requested: true }, 'association', message),
    ...(memory !== undefined && { memory }),
  };
}

/** Says who else must act, where the service waits for somebody. */
function associationMessage({ provider, request, input }: Step, { account = '' }: RunContext): string {
  const { target, where = {} } = request.data;
  const { restorableWith } = provider.policy.assess({ target, account, where, snapshot: input.before }, []);
  return `Waiting for ${restorableWith ?? 'the service to associate it'}.`;
}

/** The provider's own classification of an error counts first. @throws what a retry may resolve. */
function stateAfterError(error: unknown, { errors }: AssociationProvider): State {
  if (!(error instanceof Error)) throw error;
  const errorClass = errors[error.name];
  const taskError = toTaskError(error);
  if (errorClass === 'BUSY') {
    const message = `Waiting for another change to end (${error.message}).`;
    return waiting({ serviceStatus: 'ABSENT', requested: false }, 'other-change', message);
  }
  if (errorClass === 'RETRYABLE') throw taskError === error ? unavailable(error) : taskError;
  if (errorClass === undefined && taskError !== error && !(taskError instanceof AccessDenied)) throw taskError;
  return rejected(error.name, error.message);
}

function rejected(error: string, message: string): State {
  return { outcome: 'REJECTED', serviceStatus: 'ABSENT', requested: false, error, message };
}

function restorationOf(state: State, { provider, request, input }: Step, calls: readonly AwsCall[] = []): Restoration {
  const { restoration, before } = input;
  const now = new Date().toISOString();
  const pace = paceFor(provider.policy, request.data.target, before);
  const startedAt = restoration?.startedAt ?? now;
  const polls = restoration === null ? 0 : restoration.polls + 1;
  return {
    ...(restoration?.memory !== undefined && { memory: restoration.memory }),
    ...state,
    polls,
    calls: [...(restoration?.calls ?? []), ...calls].filter(({ mutating }) => mutating),
    startedAt,
    deadline: restoration?.deadline ?? later(startedAt, pace.deadline),
    waitSeconds: waitSecondsOf(pace, { id: request.metadata.id, startedAt, now, polls }),
  };
}

/** Short enough for an event. */
function failureMessage(snapshot: Json): string {
  return `The service shows ${JSON.stringify(snapshot).slice(0, 500)}`;
}
