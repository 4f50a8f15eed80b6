/** The team that must approve an action: looking it up, asking for its end, and setting another. */

import { guid } from '@offboard/local-aws/random';
import type { Call } from '@offboard/local-aws/service';
import { throwScriptedError } from '@offboard/local-aws/simulation';
import type { Association, Place } from '../kinds.ts';
import type { ApprovalSession } from '../resources.ts';
import { placeOf, SESSION_LIFETIME, saveSession, sessionOf, type TeamState, teamOf, teamStateAt } from '../sessions.ts';
import type { SimulatedCloud } from '../simulated-cloud.ts';
import { answers } from '../votes.ts';
import { refusal } from './model.ts';
import type { MpaTeamAssociation } from './shapes.ts';

type TeamAssociation = Association<'payment-cryptography-mpa-team'>;

const KIND = 'payment-cryptography-mpa-team';

/** @throws AwsError where no team is associated at this time. */
export function stateOf(cloud: SimulatedCloud, place: Place, action: string, time: number) {
  const association = cloud.association(KIND, place, action);
  const state = association && teamStateAt(cloud, association, time);
  if (!association || !state) {
    throw refusal('ResourceNotFoundException', `No MPA team is associated for action ${action}.`, action);
  }
  return { association, state };
}

export function shown(action: string, { state, teamArn, mpaStatus }: TeamState): MpaTeamAssociation {
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
  return cloud.mutate(call, { kind: KIND, key: action }, () => {
    const { association, state } = stateOf(cloud, call, action, cloud.now());
    refuseWhilePending(cloud, state, action);
    openSession(cloud, call, { association, state, request, purpose: { end: true } });
    return shown(action, stateOf(cloud, call, action, cloud.now()).state);
  });
}

export function associate(
  cloud: SimulatedCloud,
  call: Call,
  request: Request & { teamArn: string },
): MpaTeamAssociation {
  const { action, teamArn } = request;
  return cloud.mutate(call, { kind: KIND, key: action }, () => {
    if (!teamOf(cloud, teamArn)) throw refusal('ResourceNotFoundException', `${teamArn} was not found.`, teamArn);
    const association = cloud.association(KIND, call, action);
    const state = association && teamStateAt(cloud, association, cloud.now());
    if (association && state) {
      if (state.state !== 'ACTIVE') throw pending(action);
      if (state.teamArn === teamArn) throw refusal('ConflictException', `${teamArn} is associated already.`, action);
      openSession(cloud, call, { association, state, request, purpose: { changeTo: teamArn } });
    } else {
      const tied = cloud.associate(KIND, call, { action, teamArn }, [{ at: cloud.now(), status: 'ACTIVE' }]);
      cloud.logEffect(call, tied, 'associated');
    }
    return shown(action, stateOf(cloud, call, action, cloud.now()).state);
  });
}

function refuseWhilePending(cloud: SimulatedCloud, { state, mpaStatus }: TeamState, action: string): void {
  if (state === 'ACTIVE') return;
  const over = mpaStatus !== undefined && /FAILED|CANCELLED/.test(mpaStatus.status);
  const second = state === 'DELETE_PENDING' && cloud.options.variants.mpaSecondRequest === 'accept';
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

/** People are asked: each session mails every approver. */
function openSession(cloud: SimulatedCloud, call: Call, { association, state, request, purpose }: Opening): void {
  const scripted = cloud.outcomeNow(association, 'vote');
  throwScriptedError(scripted);
  if (scripted.outcome === 'busy') throw pending(request.action);
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
    action: request.action,
    purpose,
    requesterArn: call.identity.arn,
    ...(request.comment === undefined ? {} : { comment: request.comment }),
    initiation,
    expires: initiation + SESSION_LIFETIME,
    ...answers(cloud, team, { scripted, sessionArn, initiation }),
  });
  const facts = { ...association.facts, teamArn: state.teamArn, sessionArn };
  cloud.save({ ...association, facts, ends: association.ends + 1 });
  cloud.logEffect(call, association, 'session-opened', sessionArn);
}

/** An earlier session that is still open ends when a newer one takes its place. */
function supersede(cloud: SimulatedCloud, { facts }: TeamAssociation, now: number): void {
  const earlier = facts.sessionArn === undefined ? undefined : sessionOf(cloud, facts.sessionArn);
  if (earlier) saveSession(cloud, { ...earlier, supersededAt: now });
}

/** The ARN the next session about this association will have: IAM is asked about it before it exists. */
export function nextSessionArn(
  { options }: SimulatedCloud,
  { account, region, key, ends }: TeamAssociation,
  teamArn: string,
) {
  const place = placeOf(teamArn);
  const team = teamArn.split('/').at(-1);
  return `arn:aws:mpa:${place.region}:${place.account}:session/${team}/${guid(options.seed, account, region, key, ends)}`;
}
