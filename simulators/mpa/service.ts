import { AwsError, type Call, type Operation, type Permission, type Service, typed } from '@offboard/local-aws/service';
import { pager, type SimulatedCloud } from '@offboard/local-aws/simulation';
import { description, iso, summary } from './describe.ts';
import { INPUTS } from './inputs.ts';
import { type ApprovalSession, sessionOf, sessions, type Team, teamOf, teams } from './resources.ts';
import type {
  GetSessionResponse,
  ListApprovalTeamsResponse,
  ListRequest,
  ListSessionsRequest,
  ListSessionsResponse,
  SessionRequest,
  SessionSummary,
} from './shapes.ts';
import { cancel } from './votes.ts';

const paginate = pager(20, () => new AwsError('ValidationException', 'The NextToken is not valid.'));

export function serve(cloud: SimulatedCloud): Service {
  const service: Service = {
    name: 'mpa',
    signingName: 'mpa',
    protocol: 'restJson1',
    operations: { ...sessionOperations(cloud), ...lists(cloud) },
  };
  return typed(service, INPUTS);
}

function sessionOperations(cloud: SimulatedCloud) {
  const GetSession: Operation<SessionRequest, GetSessionResponse> = {
    http: { method: 'GET', path: '/sessions/{SessionArn}' },
    permissions: onSession('mpa:GetSession'),
    run(input) {
      const { session, team } = find(cloud, input);
      return description(session, team, cloud.readTime());
    },
  };
  const CancelSession: Operation<SessionRequest, Record<string, never>> = {
    http: { method: 'PUT', path: '/sessions/{SessionArn}' },
    permissions: onSession('mpa:CancelSession'),
    run(input, call) {
      const { session, team } = find(cloud, input);
      if (summary(session, team, cloud.now()).Status !== 'PENDING') {
        throw new AwsError('ConflictException', 'The session is no longer pending.', { status: 409 });
      }
      cancel(cloud, session.arn);
      cloud.logEffect(call, { kind: session.kind, key: session.action }, 'session-cancelled', session.arn);
      return {};
    },
  };
  return { GetSession, CancelSession };
}

function lists(cloud: SimulatedCloud) {
  const ListSessions: Operation<ListSessionsRequest, ListSessionsResponse> = {
    http: { method: 'POST', path: '/approval-teams/{ApprovalTeamArn}/sessions', query: { List: '' } },
    permissions: () => [{ action: 'mpa:ListSessions', resource: '*' }],
    run(input) {
      const team = teamOf(cloud, input.ApprovalTeamArn ?? '');
      if (!team) throw notFound(input.ApprovalTeamArn ?? '');
      const time = cloud.readTime();
      const all = cloud
        .resources(sessions)
        .filter(({ teamArn, initiation }) => teamArn === team.arn && initiation <= time)
        .map((session) => summary(session, team, time))
        .filter((row) => passes(row, input.Filters));
      const { rows, token } = paginate(cloud, input, all, (row) => `${row.InitiationTime} ${row.SessionArn}`);
      return { Sessions: rows, NextToken: token };
    },
  };
  const ListApprovalTeams: Operation<ListRequest, ListApprovalTeamsResponse> = {
    http: {
      method: 'POST',
      path: '/approval-teams',
      query: { List: '', MaxResults: 'MaxResults', NextToken: 'NextToken' },
    },
    permissions: () => [{ action: 'mpa:ListApprovalTeams', resource: '*' }],
    run(input, call) {
      // Teams live in us-east-1, whichever Region asks.
      const all = cloud.resources(teams, { account: call.account, region: 'us-east-1' });
      const { rows, token } = paginate(cloud, input, all, ({ arn }) => arn);
      return { ApprovalTeams: rows.map(teamSummary), NextToken: token };
    },
  };
  return { ListSessions, ListApprovalTeams };
}

function find(cloud: SimulatedCloud, input: SessionRequest): { session: ApprovalSession; team: Team } {
  const session = sessionOf(cloud, input.SessionArn ?? '');
  const team = session && teamOf(cloud, session.teamArn);
  if (!session || !team) throw notFound(input.SessionArn ?? '');
  return { session, team };
}

function notFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${arn} was not found.`, { status: 404 });
}

function teamSummary({ arn, name, description, approvers, required, createdAt }: Team) {
  return {
    CreationTime: iso(createdAt),
    ApprovalStrategy: { MofN: { MinApprovalsRequired: required } },
    NumberOfApprovers: approvers.length,
    Arn: arn,
    Name: name,
    Description: description,
    Status: 'ACTIVE' as const,
  };
}

const fields: Record<string, (row: SessionSummary) => string> = {
  ActionName: ({ ActionName }) => ActionName,
  SessionStatus: ({ Status }) => Status,
  InitiationTime: ({ InitiationTime }) => InitiationTime,
};

const operators: Record<string, (present: string, value: string) => boolean> = {
  EQ: (present, value) => present === value,
  NE: (present, value) => present !== value,
  GT: (present, value) => present > value,
  LT: (present, value) => present < value,
  GTE: (present, value) => present >= value,
  LTE: (present, value) => present <= value,
  CONTAINS: (present, value) => present.includes(value),
  NOT_CONTAINS: (present, value) => !present.includes(value),
};

function passes(row: SessionSummary, filters: NonNullable<ListSessionsRequest['Filters']> = []): boolean {
  return filters.every(({ FieldName = '', Operator = 'EQ', Value = '' }) => {
    const field = fields[FieldName];
    const operator = operators[Operator];
    if (!field || !operator) {
      throw new AwsError('ValidationException', `The filter ${FieldName} ${Operator} is not supported.`);
    }
    return operator(field(row), Value);
  });
}

function onSession(action: string) {
  return (input: SessionRequest, _call: Call): Permission[] => [{ action, resource: input.SessionArn ?? '' }];
}
