import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Statement as KindStatement, tasks } from '../../associations/common/permissions.ts';
import { associations, kinds } from '../../associations/registry.ts';
import { policyStatement } from '../../packaging/permissions.ts';
import { pascal } from '../../packaging/template.ts';
import { list, packaged, type Resource } from './packaged.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const { of, template, directory } = await packaged();
const roles = of('AWS::IAM::Role');

/** What a function may do besides its service: act as a spoke, log, trace, take leases. */
const COMMON = /^(sts|logs|xray|dynamodb):/;

/** Services whose actions in a statement know no resource: the statement's `*` needs a reason in the Metadata. */
const REASONS: Readonly<Record<string, string>> = { xray: 'xray', logs: 'logs' };

function statements(role: Resource): Statement[] {
  return (role.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
}

/** `action resource` for each pair a role is granted, ARNs as text with their pseudo parameters. */
function granted(role: Resource): string[] {
  return statements(role)
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource as object).map((arn) => [action, arn])),
    )
    .filter(([action]) => !COMMON.test(action as string))
    .map(([action, arn]) => `${action} ${text(arn)}`)
    .sort();
}

/** As a statement of the kind spells it. */
function text(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  return (arn as { 'Fn::Sub': string })['Fn::Sub']
    .replace(/\$\{AWS::Partition\}/g, '{partition}')
    .replace(/\$\{AWS::AccountId\}/g, '{account}');
}

/** What the kind asks for: every stage parameter is `*` by default. */
function asked(statements: readonly KindStatement[]): string[] {
  return statements
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${open(resource)}`)),
    )
    .sort();
}

function open(resource: string): string {
  return resource.replace(/\{(?!partition\}|account\})\w+\}/g, '*');
}

describe('roles', () => {
  it('each function has one of its own', () => {
    const used = of('AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Role));
    expect(new Set(used).size).toBe(used.length);
  });

  it('name no action by a wildcard', () => {
    const actions = roles.flatMap(([, role]) => statements(role).flatMap(({ Action }) => list(Action)));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each(roles)('%s says why where a resource is `*`', (_, role) => {
    const reasons = (role.Metadata?.ReasonsForAnyResource ?? {}) as Record<string, string>;
    for (const { Action, Resource } of statements(role)) {
      if (Resource !== '*') continue;
      const service = list(Action)[0]?.split(':')[0] ?? '';
      expect(reasons[REASONS[service] ?? 'service'], `${list(Action).join(', ')}`).toBeTruthy();
    }
  });
});

describe.each(kinds)('%s', (kind) => {
  const { permissions } = associations[kind];
  const all = tasks.flatMap((task) => permissions[task]);

  it.each(tasks)('%s may do what the kind says, and no more', (task) => {
    expect(granted(template.Resources[`${pascal(task)}${pascal(kind)}Role`] as Resource)).toEqual(
      asked(permissions[task]),
    );
  });

  it('every `*` has its reason', () => {
    for (const { actions, resources, reason } of all)
      if (resources.includes('*')) expect(reason, actions.join()).toBeTruthy();
  });

  it('changes nothing where it only reads', () => {
    for (const { actions } of [...permissions.poll, ...permissions.discover]) {
      expect(actions.filter((action) => !/^[a-z0-9-]+:(Describe|Get|List)\w+$/.test(action))).toEqual([]);
    }
  });

  it('each of its stage parameters narrows a resource', () => {
    const named = all.flatMap(({ resources }) => resources.flatMap((arn) => arn.match(/\{\w+\}/g) ?? []));
    for (const { name } of permissions.parameters) expect(named).toContain(`{${name}}`);
  });
});

it('no two kinds have a stage parameter of one name', () => {
  const names = Object.values(associations).flatMap(({ permissions: { parameters } }) =>
    parameters.map(({ name }) => name),
  );
  expect(names.length).toBe(new Set(names).size);
});

describe('a statement', () => {
  const resources = ['arn:{partition}:es:{regions}:{account}:domain/{domains}'];

  it('has the values of the stage in its resource', () => {
    const values = { regions: 'eu-west-1', domains: 'prod-*' };
    expect(policyStatement({ actions: ['es:ListPackagesForDomain'], resources }, values)).toEqual({
      Effect: 'Allow',
      Action: ['es:ListPackagesForDomain'],
      Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:es:eu-west-1:\${AWS::AccountId}:domain/prod-*` },
    });
  });

  it('that names what is no stage parameter is refused', () => {
    expect(() => policyStatement({ actions: [], resources }, { regions: '*' })).toThrow(/names \{domains\}/);
  });
});

describe('leases', () => {
  it('are taken by starts that must read and request in one step, and each kind writes no other keys', () => {
    const taking = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .flatMap(([id, role]) => statements(role).map((statement) => ({ id, ...statement })))
      .filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes('lease#'));
    expect(taking).toEqual([
      {
        id: 'StartPaymentCryptographyMpaTeamRole',
        Effect: 'Allow',
        Action: 'dynamodb:PutItem',
        Resource: { 'Fn::GetAtt': ['RequestsTable', 'Arn'] },
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['lease#mpa#*'] } },
      },
    ]);
  });

  it('are instead of reserved concurrency, which a new account has none of', () => {
    const reserving = of('AWS::Lambda::Function').filter(
      ([, { Properties }]) => 'ReservedConcurrentExecutions' in Properties,
    );
    expect(reserving).toEqual([]);
  });
});

describe('what lives in another Region than the call', () => {
  it.each([
    ['PaymentCryptographyMpaTeam', /^payment-cryptography:/, 6],
    ['RedshiftDatashareConsumer', /^redshift:(Disassociate|Associate)/, 2],
  ])('%s is changed in the Regions of the stage only, wherever its ARN lies', (kind, actions, count) => {
    const asked = ['Start', 'Poll', 'Discover', 'Restore'].flatMap((task) =>
      statements(template.Resources[`${task}${kind}Role`] as Resource).filter(({ Action }) =>
        list(Action).some((action) => actions.test(action)),
      ),
    );
    expect(asked).toHaveLength(count);
    for (const { Condition } of asked) expect(Condition).toEqual({ StringLike: { 'aws:RequestedRegion': '*' } });
  });
});

describe('the spoke role', () => {
  it('may do what all functions of all kinds may do at their services', () => {
    const path = join(directory, 'spoke-role.json');
    const spoke = JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, Resource> };
    const actionsOf = (role: Resource) =>
      statements(role)
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !COMMON.test(action));
    const hub = kinds.flatMap((kind) =>
      ['Start', 'Poll', 'Discover', 'Restore'].flatMap((task) =>
        actionsOf(template.Resources[`${task}${pascal(kind)}Role`] as Resource),
      ),
    );
    const there = Object.values(spoke.Resources)
      .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
      .flatMap(({ Properties }) => list(Properties.PolicyDocument.Statement as Statement[]))
      .flatMap(({ Action }) => list(Action));
    expect(new Set(there)).toEqual(new Set(hub));
    const trusts = Object.values(spoke.Resources).flatMap(
      ({ Properties }) => Properties.AssumeRolePolicyDocument ?? [],
    );
    // Whoever else the hub's account trusts could otherwise have the stack act here.
    expect(trusts).toMatchObject([
      {
        Statement: [
          {
            Condition: {
              StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } },
              ArnLike: {
                'aws:PrincipalArn': { 'Fn::Sub': expect.stringMatching(/HubAccount.*:role.*HubStack.*-\*$/) },
              },
            },
          },
        ],
      },
    ]);
  });
});
