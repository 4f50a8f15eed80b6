import type { ScriptedOutcome } from '@offboard/local-aws/simulation';
import { describe, expect, it } from 'vitest';
import { HOME } from '../../simulators/common/locations.ts';
import { teams } from '../../simulators/mpa/resources.ts';
import type { GetSessionResponse, ListSessionsResponse } from '../../simulators/mpa/shapes.ts';
import { cancel, vote } from '../../simulators/mpa/votes.ts';
import type { MpaTeamAssociation, MpaTeamResponse } from '../../simulators/payment-cryptography/shapes.ts';
import { overTheWire, refusal, type Simulation, simulation } from './aws.ts';

const Action = 'IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE';
const TEAM = 'arn:aws:mpa:us-east-1:111122223333:approval-team/payments';
const KIND = 'payment-cryptography-mpa-team';

async function end(aws: Simulation, at = {}): Promise<MpaTeamAssociation> {
  const input = { Action, RequesterComment: 'team leaves' };
  const answer = await aws.call<MpaTeamResponse>('payment-cryptography', 'DisassociateMpaTeam', input, at);
  return answer.MpaTeamAssociation;
}

async function look(aws: Simulation, at = {}): Promise<MpaTeamAssociation> {
  const answer = await aws.call<MpaTeamResponse>('payment-cryptography', 'GetMpaTeamAssociation', { Action }, at);
  return answer.MpaTeamAssociation;
}

const session = (aws: Simulation, SessionArn: string | undefined) =>
  aws.call<GetSessionResponse>('mpa', 'GetSession', { SessionArn });

const script = (aws: Simulation, scripted: ScriptedOutcome) => aws.cloud.setOutcome(KIND, Action, scripted, HOME);

it('asking opens a session that waits for votes; approval is applied a little later; then nothing is associated', async () => {
  const aws = simulation({ durations: { execution: [30, 30] } });
  script(aws, { outcome: 'succeeds', after: 3600 });
  const asked = await end(aws);
  expect(asked).toMatchObject({
    Action,
    MpaTeamArn: TEAM,
    AssociationState: 'DELETE_PENDING',
    MpaStatus: { Status: 'PENDING' },
  });
  const arn = asked.MpaStatus?.MpaSessionArn;
  expect(arn).toMatch(/^arn:aws:mpa:us-east-1:111122223333:session\/payments\/[0-9a-f-]+$/);
  await aws.pass(1800);
  const waiting = await session(aws, arn);
  expect(waiting).toMatchObject({
    Status: 'PENDING',
    ApprovalStrategy: { MofN: { MinApprovalsRequired: 2 } },
    NumberOfApprovers: 3,
    RequesterComment: 'team leaves',
  });
  expect(waiting.ApproverResponses.map(({ Response }) => Response)).toEqual(['APPROVED', 'NO_RESPONSE', 'NO_RESPONSE']);
  expect(Date.parse(waiting.ExpirationTime) - Date.parse(waiting.InitiationTime)).toBe(86_400_000);
  await aws.pass(1801);
  expect(await look(aws)).toMatchObject({ AssociationState: 'DELETE_PENDING', MpaStatus: { Status: 'APPROVED' } });
  expect(await session(aws, arn)).toMatchObject({ Status: 'APPROVED', ExecutionStatus: 'PENDING' });
  await aws.pass(30);
  expect(await refusal(look(aws))).toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await session(aws, arn)).toMatchObject({ Status: 'APPROVED', ExecutionStatus: 'EXECUTED' });
});

describe('a vote that does not approve', () => {
  it.each([
    ['rejected', { Status: 'FAILED', StatusCode: 'REJECTED' }],
    ['expires', { Status: 'FAILED', StatusCode: 'EXPIRED' }],
    ['cancelled', { Status: 'CANCELLED' }],
    ['not-executed', { Status: 'APPROVED', ExecutionStatus: 'FAILED' }],
  ] as const)('%s: the association is ACTIVE again, and the session says why', async (outcome, shown) => {
    const aws = simulation();
    script(aws, { outcome, after: 3600 });
    const asked = await end(aws);
    await aws.pass(90_000);
    expect(await session(aws, asked.MpaStatus?.MpaSessionArn)).toMatchObject(shown);
    expect(await look(aws)).toMatchObject({
      AssociationState: 'ACTIVE',
      MpaStatus: { Status: outcome === 'cancelled' ? 'CANCELLED' : 'FAILED', StatusMessage: expect.any(String) },
    });
  });

  it.each([
    ['active-without', { AssociationState: 'ACTIVE' }],
    ['delete-pending-failed', { AssociationState: 'DELETE_PENDING', MpaStatus: { Status: 'FAILED' } }],
  ] as const)('may show %s', async (mpaAfterRejection, shown) => {
    const aws = simulation({ variants: { mpaAfterRejection } });
    script(aws, { outcome: 'rejected', after: 60 });
    await end(aws);
    await aws.pass(61);
    const association = await look(aws);
    expect(association).toMatchObject(shown);
    if (mpaAfterRejection === 'active-without') expect(association.MpaStatus).toBeUndefined();
    expect((await end(aws)).AssociationState).toBe('DELETE_PENDING');
  });
});

it('an approval that is never carried out stays APPROVED', async () => {
  const aws = simulation();
  script(aws, { outcome: 'stuck', after: 60 });
  await end(aws);
  await aws.pass(500_000);
  expect(await look(aws)).toMatchObject({ AssociationState: 'DELETE_PENDING', MpaStatus: { Status: 'APPROVED' } });
});

it('a second request meanwhile is a conflict, or opens another session in place of the first', async () => {
  const refusing = simulation();
  await end(refusing);
  expect(await refusal(end(refusing))).toMatchObject({ code: 'ConflictException' });
  const accepting = simulation({ variants: { mpaSecondRequest: 'accept' } });
  const first = await end(accepting);
  await accepting.pass(1);
  const second = await end(accepting);
  expect(second.MpaStatus?.MpaSessionArn).not.toBe(first.MpaStatus?.MpaSessionArn);
  expect(await session(accepting, first.MpaStatus?.MpaSessionArn)).toMatchObject({
    StatusCode: 'CONFIGURATION_CHANGED',
  });
  const opened = accepting.cloud.effects.list().filter(({ effect }) => effect === 'session-opened');
  expect(opened).toHaveLength(2);
});

describe('people', () => {
  it('decide by hand: M approvals approve, what was to come of itself no longer comes', async () => {
    const aws = simulation();
    script(aws, { outcome: 'expires' });
    const arn = (await end(aws)).MpaStatus?.MpaSessionArn ?? '';
    vote(aws.cloud, arn, 'ana', 'APPROVE');
    expect(() => vote(aws.cloud, arn, 'ana', 'APPROVE')).toThrow('answered');
    expect(() => vote(aws.cloud, arn, 'zoe', 'APPROVE')).toThrow('its approvers: ana, ben, chi');
    expect((await session(aws, arn)).Status).toBe('PENDING');
    vote(aws.cloud, arn, 'chi', 'APPROVE');
    await aws.pass(60);
    expect(await refusal(look(aws))).toMatchObject({ code: 'ResourceNotFoundException' });
    expect(() => vote(aws.cloud, arn, 'ben', 'REJECT')).toThrow('is over: APPROVED');
  });

  it('reject as soon as too few are left', async () => {
    const aws = simulation();
    const arn = (await end(aws)).MpaStatus?.MpaSessionArn ?? '';
    vote(aws.cloud, arn, 'ana', 'REJECT');
    vote(aws.cloud, arn, 'ben', 'REJECT');
    expect(await session(aws, arn)).toMatchObject({ Status: 'FAILED', StatusCode: 'REJECTED' });
  });

  it('call a session off, by hand and through the API', async () => {
    const aws = simulation();
    const first = (await end(aws)).MpaStatus?.MpaSessionArn ?? '';
    cancel(aws.cloud, first);
    await aws.pass(1);
    const second = (await end(aws)).MpaStatus?.MpaSessionArn ?? '';
    await aws.call('mpa', 'CancelSession', { SessionArn: second });
    expect(await refusal(aws.call('mpa', 'CancelSession', { SessionArn: second }))).toMatchObject({ status: 409 });
    const { Sessions } = await aws.call<ListSessionsResponse>('mpa', 'ListSessions', {
      ApprovalTeamArn: TEAM,
      Filters: [{ FieldName: 'SessionStatus', Operator: 'EQ', Value: 'CANCELLED' }],
    });
    expect(Sessions.map(({ SessionArn }) => SessionArn).sort()).toEqual([first, second].sort());
  });
});

it('the first association needs no vote; another team in its place does', async () => {
  const aws = simulation({ durations: { vote: [60, 60], execution: [1, 1] } });
  await end(aws);
  await aws.pass(120);
  const associate = (MpaTeamArn: string) =>
    aws.call<MpaTeamResponse>('payment-cryptography', 'AssociateMpaTeam', { Action, MpaTeamArn });
  expect((await associate(TEAM)).MpaTeamAssociation).toEqual({ Action, MpaTeamArn: TEAM, AssociationState: 'ACTIVE' });
  const team = aws.cloud.resource(teams, HOME, TEAM);
  const other = `${TEAM}-2`;
  if (team) aws.cloud.putResource(teams, HOME, other, { ...team, arn: other });
  expect((await associate(other)).MpaTeamAssociation.AssociationState).toBe('UPDATE_PENDING');
  expect(await refusal(end(aws))).toMatchObject({ code: 'ConflictException' });
  await aws.pass(120);
  expect(await look(aws)).toEqual({ Action, MpaTeamArn: other, AssociationState: 'ACTIVE' });
});

it('each Region of an account has an association of its own', async () => {
  const aws = simulation();
  await end(aws, { region: 'us-west-2' });
  expect((await look(aws)).AssociationState).toBe('ACTIVE');
  expect((await look(aws, { region: 'us-west-2' })).AssociationState).toBe('DELETE_PENDING');
  expect(await refusal(look(aws, { region: 'ap-south-1' }))).toMatchObject({ code: 'ResourceNotFoundException' });
});

it('an action that does not exist is refused with those that do', async () => {
  const aws = simulation();
  const { message } = await refusal(aws.call('payment-cryptography', 'GetMpaTeamAssociation', { Action: 'X' }));
  expect(message).toBe(
    "1 validation error detected: Value 'X' at 'action' failed to satisfy constraint: Member must satisfy enum value " +
      'set: [IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE]',
  );
});

describe('over the wire', () => {
  const wire = overTheWire();
  const control = (operation: string, input: object) =>
    wire.send('payment-cryptography', '/', {
      method: 'POST',
      headers: { 'x-amz-target': `PaymentCryptographyControlPlane.${operation}` },
      input,
    });

  it('it is AWS JSON with epoch seconds, its errors with their namespace and Message', async () => {
    const { body } = await control('DisassociateMpaTeam', { Action });
    expect(body.MpaTeamAssociation).toMatchObject({
      AssociationState: 'DELETE_PENDING',
      MpaStatus: { Status: 'PENDING', InitiationDate: expect.any(Number) },
    });
    const again = await control('DisassociateMpaTeam', { Action });
    expect(again).toMatchObject({
      status: 400,
      body: { __type: 'com.amazonaws.paymentcryptography#ConflictException', Message: expect.any(String) },
    });
  });

  it('mpa takes an ARN in its path, and writes its dates as text', async () => {
    const { body } = await control('GetMpaTeamAssociation', { Action });
    const { MpaStatus } = body.MpaTeamAssociation as { MpaStatus: { MpaSessionArn: string } };
    const session = await wire.send('mpa', `/sessions/${encodeURIComponent(MpaStatus.MpaSessionArn)}`);
    expect(session.body).toMatchObject({ Status: 'PENDING', ExpirationTime: expect.stringMatching(/^20.*Z$/) });
    const team = encodeURIComponent('arn:aws:mpa:us-east-1:111122223333:approval-team/payments');
    const sessions = await wire.send('mpa', `/approval-teams/${team}/sessions/?List`, { method: 'POST', input: {} });
    expect(sessions.body.Sessions).toHaveLength(1);
    const teams = await wire.send('mpa', '/approval-teams/?List', { method: 'POST', input: {} });
    expect(teams.body.ApprovalTeams).toMatchObject([{ Name: 'payments', NumberOfApprovers: 3 }]);
    const none = await wire.send('mpa', `/sessions/${encodeURIComponent(`${MpaStatus.MpaSessionArn}0`)}`);
    expect(none).toMatchObject({ status: 404, type: 'ResourceNotFoundException' });
  });
});
