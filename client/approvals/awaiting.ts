/** What an execution that waits for people waits for: who may answer, what, until when, and what silence means. */

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { offboardingApprovalRequested } from '../../events/offboarding-approval-requested.ts';
import { parse, pruned } from '../executions/request-summary.ts';

export interface Awaiting {
  /** `somebody other than dana@example.com`, `the approvers of team payments`. */
  who: string;
  /** `approve or deny the end of 3 associations` */
  what: string;
  /** ISO 8601. */
  until?: string;
  silence: string;
  /** Why a person has to look: the risks by name. */
  risks?: string[];
}

/** The data of the event by which an offboarding asks. */
interface Asked {
  plan: { associations: number };
  risks: string[];
  requestedBy?: string;
  until: string;
}

/** The offboard machine's state that waits for the answer to a plan. */
const WAITS = 'WaitForApproval';

/** @returns undefined where its history does not say that it asked. */
export function planAwaiting(state: string | undefined, events: readonly HistoryEvent[]): Awaiting | undefined {
  const asked = state === WAITS ? events.map(askedIn).findLast((data) => data !== undefined) : undefined;
  if (!asked) return undefined;
  const { plan, risks, requestedBy, until } = asked;
  return {
    who: requestedBy === undefined ? 'a person' : `somebody other than ${requestedBy}`,
    what: `approve or deny the end of ${plan.associations} ${plan.associations === 1 ? 'association' : 'associations'}`,
    until,
    silence: 'silence is a denial',
    risks,
  };
}

function askedIn({ lambdaFunctionScheduledEventDetails }: HistoryEvent): Asked | undefined {
  const input = parse(lambdaFunctionScheduledEventDetails?.input);
  return input?.detailType === offboardingApprovalRequested.detailType ? (input.data as Asked) : undefined;
}

/** What the look at a team's association tells; only what is read here. */
export interface Voting {
  waitingFor?: string;
  waitingMessage?: string;
  until?: string;
  snapshot?: { Action?: string; MpaTeamArn?: string };
}

/** @returns undefined for what waits for no vote. */
export function votesAwaiting({ waitingFor, until, snapshot }: Voting): Awaiting | undefined {
  if (waitingFor !== 'votes') return undefined;
  const team = snapshot?.MpaTeamArn?.split('/').at(-1);
  return {
    ...pruned({ until }),
    who: team === undefined ? 'the approvers' : `the approvers of team ${team}`,
    what: `vote on ${snapshot?.Action === undefined ? 'the end' : `the team’s end for ${snapshot.Action}`}`,
    silence: 'without enough votes the session expires, and nothing is ended',
  };
}
