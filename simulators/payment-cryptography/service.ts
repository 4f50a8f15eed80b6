import {
  type AccountRegion,
  type Call,
  type Operation,
  type Permission,
  type Service,
  typed,
} from '@offboard/local-aws/service';
import type { SimulatedCloud } from '@offboard/local-aws/simulation';
import { mpaTeams } from './associations.ts';
import { INPUTS } from './inputs.ts';
import type {
  AssociateMpaTeamRequest,
  DisassociateMpaTeamRequest,
  GetMpaTeamAssociationRequest,
  MpaTeamResponse,
} from './shapes.ts';
import { associate, disassociate, nextSessionArn, stateOf, teamAssociation } from './team.ts';
import { teamStateAt } from './team-state.ts';
import { variants } from './variants.ts';

export function serve(cloud: SimulatedCloud): Service {
  const DisassociateMpaTeam: Operation<DisassociateMpaTeamRequest, MpaTeamResponse> = {
    permissions: (input, call) => [
      { action: 'payment-cryptography:DisassociateMpaTeam', resource: teamArnOf(cloud, call, input.Action) },
      ...startSession(cloud, call, input),
    ],
    run(input, call) {
      const request = { action: input.Action ?? '', comment: input.RequesterComment };
      return { MpaTeamAssociation: disassociate(cloud, call, request) };
    },
  };
  const GetMpaTeamAssociation: Operation<GetMpaTeamAssociationRequest, MpaTeamResponse> = {
    permissions: (input, call) => [
      {
        action: 'payment-cryptography:GetMpaTeamAssociation',
        resource: cloud.variant(variants, 'mpaGetOn') === 'any' ? '*' : teamArnOf(cloud, call, input.Action),
      },
    ],
    run(input, call) {
      const action = input.Action ?? '';
      return { MpaTeamAssociation: teamAssociation(action, stateOf(cloud, call, action, cloud.readTime()).state) };
    },
  };
  const AssociateMpaTeam: Operation<AssociateMpaTeamRequest, MpaTeamResponse> = {
    permissions: (input, call) => [
      { action: 'payment-cryptography:AssociateMpaTeam', resource: input.MpaTeamArn ?? '' },
      ...startSession(cloud, call, input),
    ],
    run(input, call) {
      const request = { action: input.Action ?? '', teamArn: input.MpaTeamArn ?? '', comment: input.RequesterComment };
      return { MpaTeamAssociation: associate(cloud, call, request) };
    },
  };
  const service: Service = {
    name: 'payment-cryptography',
    signingName: 'payment-cryptography',
    protocol: 'awsJson1.0',
    targetPrefix: 'PaymentCryptographyControlPlane',
    errorNamespace: 'com.amazonaws.paymentcryptography',
    operations: { DisassociateMpaTeam, GetMpaTeamAssociation, AssociateMpaTeam },
  };
  return typed(service, INPUTS);
}

/** Where no team is associated, IAM still decides about a resource: some team of the account. */
function teamArnOf(cloud: SimulatedCloud, location: AccountRegion, action = ''): string {
  const association = cloud.association(mpaTeams, location, action);
  const state = association && teamStateAt(cloud, association, cloud.now());
  return state?.teamArn ?? `arn:aws:mpa:us-east-1:${location.account}:approval-team/none`;
}

/** The requester starts the session: the protected call needs `mpa:StartSession` too. */
function startSession(cloud: SimulatedCloud, call: Call, { Action: action = '' }: { Action?: string }): Permission[] {
  const association = cloud.association(mpaTeams, call, action);
  const team = teamArnOf(cloud, call, action);
  const session = association
    ? nextSessionArn(cloud, association, team)
    : `arn:aws:mpa:us-east-1:${call.account}:session/none/none`;
  const resources = { session: [session], team: [team], 'session-and-team': [session, team] };
  return resources[cloud.variant(variants, 'mpaStartSessionOn')].map((resource) => ({
    action: 'mpa:StartSession',
    resource,
    context: {
      'mpa:RequestedOperation': `payment-cryptography:${call.operation}`,
      'mpa:ProtectedResourceAccount': call.account,
    },
  }));
}
