import { describe, expect, it } from 'vitest';
import type { Identity, Permission } from '../../core/aws.ts';
import { createIam, type PolicyDocument, type Statement } from '../../iam/index.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/R`;
const role: Identity = { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/R/S`, account: ACCOUNT, roleArn: ROLE };
const user: Identity = { arn: `arn:aws:iam::${ACCOUNT}:user/someone`, account: ACCOUNT };
const events: Identity = { arn: 'events.amazonaws.com', account: ACCOUNT, servicePrincipal: 'events.amazonaws.com' };
const stranger: Identity = {
  arn: 'arn:aws:sts::444455556666:assumed-role/R/S',
  account: '444455556666',
  roleArn: 'arn:aws:iam::444455556666:role/R',
};
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:letters`;

function iamWith(...statements: Statement[]) {
  const iam = createIam({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  const policies = [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }];
  const trust = { Statement: [] };
  iam.addRole({ arn: ROLE, trust, policies });
  iam.addRole({ arn: stranger.roleArn as string, trust, policies });
  return iam;
}

const allow = (more: Partial<Statement>): Statement => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: Partial<Statement>): Statement => ({ ...allow(more), Effect: 'Deny' });
const resource = (...Statement: Statement[]): PolicyDocument => ({ Statement });
const ask = (more: Partial<Permission> = {}): Permission => ({ action: 'sqs:SendMessage', resource: QUEUE, ...more });

describe('identity-based policies', () => {
  it('allow by naming action and resource, and say which statement did', () => {
    const iam = iamWith(allow({ Action: 'es:*' }), allow({ Sid: 'Send', Action: 'sqs:Send*', Resource: QUEUE }));
    expect(iam.decide(role, ask())).toEqual({ allowed: true });
    expect(iam.record.used()).toMatchObject([{ policyType: 'role', owner: ROLE, policy: 'own', statement: 1 }]);
  });

  it('refuse what they do not name, in AWS’s words', () => {
    const domain = `arn:aws:es:us-east-1:${ACCOUNT}:domain/movies`;
    expect(iamWith().decide(role, { action: 'es:DissociatePackages', resource: domain })).toEqual({
      allowed: false,
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/R/S is not authorized to perform: es:DissociatePackages on resource: ${domain} because no identity-based policy allows the es:DissociatePackages action`,
    });
  });

  it('refuse by an explicit deny, whatever allows', () => {
    const { allowed, message } = iamWith(allow({}), deny({ Resource: QUEUE })).decide(role, ask());
    expect(allowed).toBe(false);
    expect(message).toMatch(/ with an explicit deny in an identity-based policy$/);
  });

  it.each<[string, Partial<Statement>, boolean]>([
    ['an action in another case', { Action: 'SQS:sendmessage' }, true],
    ['one character by ?', { Action: 'sqs:SendMessag?' }, true],
    ['one of several actions', { Action: ['sqs:GetQueueUrl', 'sqs:SendMessage'] }, true],
    ['another action', { Action: 'sqs:ReceiveMessage' }, false],
    ['a resource in another case', { Resource: QUEUE.toUpperCase() }, false],
    ['a wildcard within a part', { Resource: `arn:aws:sqs:*:${ACCOUNT}:let*` }, true],
    ['a wildcard at the end of a part, which reaches over colons', { Resource: 'arn:aws:sqs:*:letters' }, true],
    ['a dot, which is no wildcard', { Resource: QUEUE.replace('letters', 'l.tters') }, false],
    ['a variable', { Resource: QUEUE.replace(ACCOUNT, `\${aws:PrincipalAccount}`) }, true],
    ['a variable without a value', { Resource: QUEUE.replace('letters', `\${aws:username}`) }, false],
  ])('are held against %s', (_, statement, allowed) => {
    expect(iamWith(allow(statement)).decide(role, ask()).allowed).toBe(allowed);
  });

  it('speak of everything but what NotAction and NotResource name', () => {
    const withoutAction: Statement = { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' };
    const withoutResource: Statement = { Effect: 'Allow', Action: '*', NotResource: QUEUE };
    expect(iamWith(withoutAction).decide(role, ask()).allowed).toBe(false);
    expect(iamWith(withoutAction).decide(role, ask({ action: 'es:ListDomainNames' })).allowed).toBe(true);
    expect(iamWith(withoutResource).decide(role, ask()).allowed).toBe(false);
    expect(iamWith(withoutResource).decide(role, ask({ resource: `${QUEUE}-2` })).allowed).toBe(true);
  });

  it('are not needed by the account’s own user, and missing for a role nobody knows', () => {
    const iam = iamWith();
    expect(iam.decide(user, ask())).toEqual({ allowed: true });
    expect(iam.decide({ ...role, roleArn: `${ROLE}2` }, ask()).allowed).toBe(false);
  });
});

describe('conditions', () => {
  const context = { 'events:source': 'offboard', tags: ['a', 'b'], count: '7', flag: true, arn: QUEUE };
  it.each<[string, Statement['Condition'], boolean]>([
    ['an equal text', { StringEquals: { 'events:source': 'offboard' } }, true],
    ['one of several texts', { StringEquals: { 'events:source': ['aws', 'offboard'] } }, true],
    ['a key in another case', { StringEquals: { 'Events:Source': 'offboard' } }, true],
    ['another text', { StringEquals: { 'events:source': 'Offboard' } }, false],
    ['another case ignored', { StringEqualsIgnoreCase: { 'events:source': 'Offboard' } }, true],
    ['a text that is not it', { StringNotEquals: { 'events:source': ['aws', 'other'] } }, true],
    ['a text that is one of those', { StringNotEquals: { 'events:source': ['aws', 'offboard'] } }, false],
    ['a pattern', { StringLike: { 'events:source': 'off*' } }, true],
    ['a missing key', { StringEquals: { nothing: 'x' } }, false],
    ['a missing key, negated', { StringNotLike: { nothing: 'x*' } }, true],
    ['a missing key, if it exists', { StringEqualsIfExists: { nothing: 'x' } }, true],
    ['a key that is there, if it exists', { StringEqualsIfExists: { 'events:source': 'x' } }, false],
    ['that a key is missing', { Null: { nothing: 'true' } }, true],
    ['that a key is there', { Null: { 'events:source': 'true' } }, false],
    ['any of the values', { 'ForAnyValue:StringEquals': { tags: ['b', 'c'] } }, true],
    ['all of the values, one too many', { 'ForAllValues:StringEquals': { tags: ['b', 'c'] } }, false],
    ['all of the values', { 'ForAllValues:StringEquals': { tags: ['a', 'b', 'c'] } }, true],
    ['all of no values', { 'ForAllValues:StringEquals': { nothing: ['a'] } }, true],
    ['a number', { NumericLessThanEquals: { count: 7 } }, true],
    ['a number above', { NumericGreaterThan: { count: '7' } }, false],
    ['a truth', { Bool: { flag: true, 'aws:SecureTransport': 'true' } }, true],
    ['an ARN', { ArnLike: { arn: `arn:aws:sqs:*:${ACCOUNT}:*` } }, true],
    ['an ARN by a pattern over a colon', { ArnEquals: { arn: 'arn:aws:*:letters' } }, false],
    ['a time', { DateLessThan: { 'aws:CurrentTime': '2026-04-01T00:00:00Z' } }, true],
    ['who asks', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT }, ArnEquals: { 'aws:PrincipalArn': ROLE } }, true],
    [
      'every operator, of which one fails',
      { StringEquals: { 'events:source': 'offboard' }, Bool: { flag: 'false' } },
      false,
    ],
  ])('ask for %s', (_, Condition, allowed) => {
    expect(iamWith(allow({ Condition: Condition ?? {} })).decide(role, ask({ context })).allowed).toBe(allowed);
  });

  it('refuse an operator that is not served, by name, when the role is read', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    expect(() => iamWith(allow({ Condition }))).toThrow(/'IpAddress' is not served here/);
  });
});

describe('resource-based policies', () => {
  const fromRule: Statement = allow({
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:us-east-1:${ACCOUNT}:rule/bus/rule` } },
  });

  it('are the only word for an AWS service, with the resource it comes for', () => {
    const iam = iamWith();
    const rule = { ...events, sourceArn: `arn:aws:events:us-east-1:${ACCOUNT}:rule/bus/rule` };
    expect(iam.decide(rule, ask(), resource(fromRule)).allowed).toBe(true);
    expect(iam.record.used()).toMatchObject([
      { policyType: 'resource', owner: QUEUE, policy: 'ResourcePolicy', statement: 0 },
    ]);
    expect(iam.decide({ ...rule, sourceArn: `${rule.sourceArn}-2` }, ask(), resource(fromRule)).allowed).toBe(false);
    expect(iam.decide(events, ask()).message).toBe(
      `User: events.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} because no resource-based policy allows the sqs:SendMessage action`,
    );
  });

  it('allow a role of the same account by themselves, but not by naming the account', () => {
    const named = (AWS: string) => resource(allow({ Principal: { AWS } }));
    expect(iamWith().decide(role, ask(), named(ROLE)).allowed).toBe(true);
    expect(iamWith().decide(role, ask(), named(ACCOUNT)).allowed).toBe(false);
    expect(iamWith(allow({})).decide(role, ask(), named(ROLE)).allowed).toBe(true);
  });

  it('must agree with the caller’s own across accounts', () => {
    const policy = resource(allow({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }));
    expect(iamWith(allow({})).decide(stranger, ask(), policy).allowed).toBe(true);
    expect(iamWith().decide(stranger, ask(), policy).message).toMatch(/no identity-based policy/);
    expect(iamWith(allow({})).decide(stranger, ask(), resource()).message).toMatch(/no resource-based policy/);
  });

  it('refuse by an explicit deny, also the account’s own user', () => {
    const policy = resource(deny({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': true } } }));
    expect(iamWith().decide(user, ask(), policy).message).toMatch(/ with an explicit deny in a resource-based policy$/);
  });
});

describe('a session', () => {
  const trusting = (more: Partial<Statement>) => {
    const iam = iamWith();
    iam.addRole({
      arn: ROLE,
      trust: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', ...more } },
      policies: [],
    });
    return iam;
  };
  const machine = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:m`;

  it('is had by whom the trust policy names', () => {
    const iam = trusting({ Principal: { Service: 'lambda.amazonaws.com' } });
    expect(iam.assume(ROLE, 'S', 'lambda.amazonaws.com')).toEqual(role);
    expect(() => iam.assume(ROLE, 'S', 'states.amazonaws.com')).toThrow(
      `User: states.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
    );
    expect(() => iam.assume(`${ROLE}2`, 'S', 'lambda.amazonaws.com')).toThrow(/not authorized/);
  });

  it('may be had by another role, named by its ARN', () => {
    const iam = trusting({ Principal: { AWS: stranger.roleArn as string } });
    expect(iam.assume(ROLE, 'S', stranger.roleArn as string)).toEqual(role);
    expect(() => iam.assume(ROLE, 'S', `${stranger.roleArn}2`)).toThrow(/not authorized/);
  });

  it('may be for one machine of one account only', () => {
    const iam = trusting({
      Principal: { Service: 'states.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': machine } },
    });
    expect(iam.assume(ROLE, 'S', 'states.amazonaws.com', { sourceArn: machine }).roleArn).toBe(ROLE);
    expect(() => iam.assume(ROLE, 'S', 'states.amazonaws.com', { sourceArn: `${machine}2` })).toThrow(/not authorized/);
    expect(() => iam.assume(ROLE, 'S', 'states.amazonaws.com')).toThrow(/not authorized/);
  });

  it('may ask for an external id, and keeps whether a request stands behind it', () => {
    const iam = trusting({
      Principal: { AWS: '444455556666' },
      Condition: { StringEquals: { 'sts:ExternalId': 'secret' } },
    });
    expect(iam.assume(ROLE, 'S', { ...stranger, advancesClock: true }, { externalId: 'secret' }).advancesClock).toBe(
      true,
    );
    expect(() => iam.assume(ROLE, 'S', stranger, { externalId: 'other' })).toThrow(/not authorized/);
    expect(() => iam.assume(ROLE, 'S', stranger)).toThrow(/not authorized/);
  });
});

describe('the record', () => {
  it('tells which permissions were used, and how often', () => {
    const iam = iamWith(allow({ Action: ['sqs:SendMessage', 'sqs:DeleteMessage'], Resource: QUEUE }));
    iam.decide(role, ask());
    iam.decide(role, ask());
    expect(iam.record.used()).toEqual([
      {
        owner: ROLE,
        policyType: 'role',
        policy: 'own',
        statement: 0,
        action: 'sqs:SendMessage',
        resource: QUEUE,
        times: 2,
      },
    ]);
  });

  it('keeps every refusal once, also in mode report, which lets through', () => {
    const iam = iamWith();
    iam.mode = 'report';
    expect(iam.decide(role, ask()).allowed).toBe(true);
    expect(iam.decide(role, ask()).allowed).toBe(true);
    expect(iam.record.refusals()).toMatchObject([{ identity: role.arn, action: 'sqs:SendMessage', times: 2 }]);
  });
});
