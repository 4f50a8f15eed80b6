/** The team that must approve an action: looking it up, asking for its end, and setting another. */

import type { Call } from '../../local-aws/core/aws.ts';
import { guid } from '../../local-aws/core/random.ts';
import { refuseByFate } from '../../local-aws/wire/input/refusal.ts';
import type { Association, Place } from '../kinds.ts';
import type { ApprovalSession } from '../resources.ts';
import { placeOf, SESSION_LIFETIME, saveSession, sessionOf, type TeamState, teamOf, teamStateAt } from '../sessions.ts';
import type { World } from '../simulated-cloud.ts';
import { answers } from '../votes.ts';
import { refusal } from './model.ts';
import type { MpaTeamAssociation } from './shapes.ts';

type TeamAssociation = Association<'payment-cryptography-mpa-team'>;

const KIND = 'payment-cryptography-mpa-team';

/** @throws AwsError where no team is associated at this time. */
export function stateOf(world: World, place: Place, action: string, time: number) {
  const association = world.association(KIND, place, action);
  const state = association && teamStateAt(world, association, time);
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

export function disassociate(world: World, call: Call, request: Request): MpaTeamAssociation {
  const { action } = request;
  return world.attempt(call, { kind: KIND, key: action }, () => {
    const { association, state } = stateOf(world, call, action, world.now());
    refuseWhilePending(world, state, action);
    openSession(world, call, { association, state, request, purpose: { end: true } });
    return shown(action, stateOf(world, call, action, world.now()).state);
  });
}

export function associate(world: World, call: Call, request: Request & { teamArn: string }): MpaTeamAssociation {
  const { action, teamArn } = request;
  return world.attempt(call, { kind: KIND, key: action }, () => {
    if (!teamOf(world, teamArn)) throw refusal('ResourceNotFoundException', `${teamArn} was not found.`, teamArn);
    const association = world.association(KIND, call, action);
    const state = association && teamStateAt(world, association, world.now());
    if (association && state) {
      if (state.state !== 'ACTIVE') throw pending(action);
      if (state.teamArn === teamArn) throw refusal('ConflictException', `${teamArn} is associated already.`, action);
      openSession(world, call, { association, state, request, purpose: { changeTo: teamArn } });
    } else {
      const tied = world.tie(KIND, call, { action, teamArn }, [{ at: world.now(), status: 'ACTIVE' }]);
      world.note(call, tied, 'tied');
    }
    return shown(action, stateOf(world, call, action, world.now()).state);
  });
}

function refuseWhilePending(world: World, { state, mpaStatus }: TeamState, action: string): void {
  if (state === 'ACTIVE') return;
  const over = mpaStatus !== undefined && /FAILED|CANCELLED/.test(mpaStatus.status);
  const second = state === 'DELETE_PENDING' && world.options.switches.mpaSecondRequest === 'accept';
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
function openSession(world: World, call: Call, { association, state, request, purpose }: Opening): void {
  const fate = world.fateNow(association, 'vote');
  refuseByFate(fate);
  if (fate.outcome === 'busy') throw pending(request.action);
  const team = teamOf(world, state.teamArn);
  if (!team) throw refusal('ResourceNotFoundException', `${state.teamArn} was not found.`, state.teamArn);
  const initiation = world.now();
  supersede(world, association, initiation);
  const sessionArn = nextSessionArn(world, association, state.teamArn);
  saveSession(world, {
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
    ...answers(world, team, { fate, sessionArn, initiation }),
  });
  const facts = { ...association.facts, teamArn: state.teamArn, sessionArn };
  world.save({ ...association, facts, ends: association.ends + 1 });
  world.note(call, association, 'session-opened', sessionArn);
}

/** An earlier session that is still open ends when a newer one takes its place. */
function supersede(world: World, { facts }: TeamAssociation, now: number): void {
  const earlier = facts.sessionArn === undefined ? undefined : sessionOf(world, facts.sessionArn);
  if (earlier) saveSession(world, { ...earlier, supersededAt: now });
}

/** The ARN the next session about this association will have: IAM is asked about it before it exists. */
export function nextSessionArn({ options }: World, { account, region, key, ends }: TeamAssociation, teamArn: string) {
  const place = placeOf(teamArn);
  const team = teamArn.split('/').at(-1);
  return `arn:aws:mpa:${place.region}:${place.account}:session/${team}/${guid(options.seed, account, region, key, ends)}`;
}
