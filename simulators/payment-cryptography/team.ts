import { guid } from '@offboard/local-aws/random';
import { type AccountRegion, AwsError, accountRegionOf, type Call } from '@offboard/local-aws/service';
import { type SimulatedCloud, throwScriptedError } from '@offboard/local-aws/simulation';
import { type ApprovalSession, saveSession, sessionOf, teamOf } from '../mpa/resources.ts';
import { SESSION_LIFETIME } from '../mpa/sessions.ts';
import { plannedAnswers } from '../mpa/votes.ts';
import { mpaTeams } from './associations.ts';
import type { MpaTeamAssociation } from './shapes.ts';
import { type TeamAssociation, type TeamState, teamStateAt } from './team-state.ts';
import { variants } from './variants.ts';

const { kind } = mpaTeams;

/** @throws AwsError where no team is associated at this time. */
export function stateOf(cloud: SimulatedCloud, location: AccountRegion, action: string, time: number) {
  const association = cloud.association(mpaTeams, location, action);
  const state = association && teamStateAt(cloud, association, time);
  if (!association || !state) {
    throw refusal('ResourceNotFoundException', `No MPA team is associated for action ${action}.`, action);
  }
  return { association, state };
}

export function teamAssociation(action: string, { state, teamArn, mpaStatus }: TeamState): MpaTeamAssociation {
  return {
    Action: action,
    MpaTeamArn: teamArn,
    AssociationState: state,
    ...(mpaStatus && {
      MpaStatus: {
        MpaSessionArn: mpaStatus.sessionArn,
        Status: mpaStatus.status,
        InitiationDate: new Date(mpaStatus.initiation),
        ...(mpaStatus.message === undefined ? {} : { StatusMessage: mpaStatus.message }),
      },
    }),
  };
}

interface Request {
  action: string;
  comment?: string | undefined;
}

export function disassociate(cloud: SimulatedCloud, call: Call, request: Request): MpaTeamAssociation {
  const { action } = request;
  return cloud.mutate(call, { kind, key: action }, () => {
    const { association, state } = stateOf(cloud, call, action, cloud.now());
    refuseWhilePending(cloud, state, action);
    openSession(cloud, call, { association, state, request, purpose: { disassociate: true } });
    return teamAssociation(action, stateOf(cloud, call, action, cloud.now()).state);
  });
}

export function associate(
  cloud: SimulatedCloud,
  call: Call,
  request: Request & { teamArn: string },
): MpaTeamAssociation {
  const { action, teamArn } = request;
  return cloud.mutate(call, { kind, key: action }, () => {
    if (!teamOf(cloud, teamArn)) throw refusal('ResourceNotFoundException', `${teamArn} was not found.`, teamArn);
    const association = cloud.association(mpaTeams, call, action);
    const state = association && teamStateAt(cloud, association, cloud.now());
    if (association && state) {
      if (state.state !== 'ACTIVE') throw pending(action);
      if (state.teamArn === teamArn) throw refusal('ConflictException', `${teamArn} is associated already.`, action);
      openSession(cloud, call, { association, state, request, purpose: { changeTo: teamArn } });
    } else {
      const associated = cloud.associate(mpaTeams, call, { action, teamArn }, [{ at: cloud.now(), status: 'ACTIVE' }]);
      cloud.logEffect(call, associated, 'associated');
    }
    return teamAssociation(action, stateOf(cloud, call, action, cloud.now()).state);
  });
}

function refuseWhilePending(cloud: SimulatedCloud, { state, mpaStatus }: TeamState, action: string): void {
  if (state === 'ACTIVE') return;
  const over = mpaStatus !== undefined && /FAILED|CANCELLED/.test(mpaStatus.status);
  const second = state === 'DELETE_PENDING' && cloud.variant(variants, 'mpaSecondRequest') === 'accept';
  if (!over && !second) throw pending(action);
}

function pending(action: string) {
  return refusal('ConflictException', `A change of the MPA team association for ${action} awaits approval.`, action);
}

interface Opening {
  association: TeamAssociation;
  state: TeamState;
  request: Request;
  purpose: ApprovalSession['purpose'];
}

/** Asks the approvers: each session sends every one of them a mail. */
function openSession(cloud: SimulatedCloud, call: Call, { association, state, request, purpose }: Opening): void {
  const outcome = cloud.outcomeNow(association, 'vote');
  throwScriptedError(outcome);
  if (outcome.outcome === 'busy') throw pending(request.action);
  const team = teamOf(cloud, state.teamArn);
  if (!team) throw refusal('ResourceNotFoundException', `${state.teamArn} was not found.`, state.teamArn);
  const initiation = cloud.now();
  supersede(cloud, association, initiation);
  const sessionArn = nextSessionArn(cloud, association, state.teamArn);
  saveSession(cloud, {
    arn: sessionArn,
    teamArn: team.arn,
    account: call.account,
    region: call.region,
    kind,
    action: request.action,
    purpose,
    requesterArn: call.identity.arn,
    ...(request.comment === undefined ? {} : { comment: request.comment }),
    initiation,
    expires: initiation + SESSION_LIFETIME,
    ...plannedAnswers(cloud, team, { outcome, sessionArn, initiation }),
  });
  const facts = { ...association.facts, teamArn: state.teamArn, sessionArn };
  cloud.save({ ...association, facts, disassociations: association.disassociations + 1 });
  cloud.logEffect(call, association, 'session-opened', sessionArn);
}

/** An earlier session that is still open ends when a newer one takes its location. */
function supersede(cloud: SimulatedCloud, { facts }: TeamAssociation, now: number): void {
  const earlier = facts.sessionArn === undefined ? undefined : sessionOf(cloud, facts.sessionArn);
  if (earlier) saveSession(cloud, { ...earlier, supersededAt: now });
}

/** The ARN that the next session will have: IAM decides about it before it exists. */
export function nextSessionArn(
  cloud: SimulatedCloud,
  { account, region, key, disassociations }: TeamAssociation,
  teamArn: string,
) {
  const location = accountRegionOf(teamArn);
  const team = teamArn.split('/').at(-1);
  return `arn:aws:mpa:${location.region}:${location.account}:session/${team}/${guid(cloud.options.seed, account, region, key, disassociations)}`;
}

/** Its API reference gives every client error HTTP 400; the body writes `Message`, and names the resource. */
function refusal(code: string, message: string, resourceId?: string): AwsError {
  return new AwsError(code, message, {
    fields: { Message: message, ...(resourceId === undefined ? {} : { ResourceId: resourceId }) },
  });
}
