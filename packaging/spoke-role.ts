/**
 * The template of the spoke role: the role in another account through which the functions act there. It allows what
 * the functions of all kinds may do in the stack's own account.
 */

import {
  type KindPermissions,
  type PermissionsByKind,
  type Statement,
  tasks,
} from '../associations/common/permissions.ts';
import { type Parameters, type PolicyStatement, policyStatement, reasonsOf } from './permissions.ts';
import { pascal, type Template } from './template.ts';

/** Kinds a managed policy holds: one takes 6,144 characters, and a kind up to 900 of them. */
const KINDS_A_POLICY = 6;

export function spokeRole(kinds: PermissionsByKind): Template {
  const all = Object.entries(kinds).map(([kind, { permissions }]) => ({ kind, permissions }));
  const chunks = Array.from({ length: Math.ceil(all.length / KINDS_A_POLICY) }, (_, index) =>
    all.slice(index * KINDS_A_POLICY, (index + 1) * KINDS_A_POLICY),
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'The role through which an offboard stack in another account removes and restores associations in this one',
    Parameters: { ...HUB, ...Object.assign({}, ...all.map(({ permissions }) => parametersOf(permissions))) },
    Resources: {
      SpokeRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Description: 'Removes and restores associations for the offboard stack of another account',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: TRUST,
        },
      },
      ...Object.fromEntries(chunks.map((chunk, index) => [`SpokePolicy${index + 1}`, policyOf(chunk, valuesOf(all))])),
    },
    Outputs: {
      SpokeRoleArn: {
        Description: 'What requests give as where.roleArn',
        Value: { 'Fn::GetAtt': ['SpokeRole', 'Arn'] },
      },
    },
  };
}

type Kinds = readonly { kind: string; permissions: KindPermissions }[];

function policyOf(kinds: Kinds, values: Parameters) {
  const reasons = kinds.map(({ kind, permissions }) => [kind, reasonsOf(statementsOf(permissions))]);
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Metadata: { ReasonsForAnyResource: Object.fromEntries(reasons.filter(([, reason]) => reason !== null)) },
    Properties: {
      Description: `Removes and restores associations: ${kinds.map(({ kind }) => kind).join(', ')}`,
      Roles: [{ Ref: 'SpokeRole' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: byResource(
          kinds.flatMap(({ permissions }) => statementsOf(permissions)),
          values,
        ),
      },
    },
  };
}

const HUB = {
  HubAccount: {
    Type: 'String',
    AllowedPattern: '^\\d{12}$',
    Description: 'The account the offboard stack is deployed in',
  },
  HubStack: {
    Type: 'String',
    Default: 'offboard-dev',
    Description: 'The name of that stack; only roles whose names begin with it may assume this one',
  },
  ExternalId: {
    Type: 'String',
    Default: 'offboard-dev',
    Description: 'The external id that the stack gives (its stage parameter spokeExternalId)',
  },
  RoleName: {
    Type: 'String',
    Default: 'offboard-spoke',
    Description: 'The name the stack knows the role by (its stage parameter spokeRole)',
  },
};

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${HubAccount}:root` } },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } },
        ArnLike: {
          'aws:PrincipalArn': { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${HubAccount}:role/\${HubStack}-*` },
        },
      },
    },
  ],
};

function parametersOf({ parameters }: KindPermissions) {
  return Object.fromEntries(
    parameters.map(({ name, default: Default, description: Description }) => [
      pascal(name),
      { Type: 'String', Default, Description },
    ]),
  );
}

/** Of all tasks. The stage's Regions narrow the stack's own roles only. */
function statementsOf(permissions: KindPermissions): Statement[] {
  return tasks.flatMap((task) => permissions[task]).map(({ inStageRegions: _, ...statement }) => statement);
}

/** Stage parameters are the template's parameters. */
function valuesOf(kinds: Kinds): Parameters {
  const names = kinds.flatMap(({ permissions }) => permissions.parameters.map(({ name }) => name));
  return { regions: '*', ...Object.fromEntries(names.map((name) => [name, `\${${pascal(name)}}`])) };
}

/** One statement for each set of resources, with each action once: kinds of one service need the same. */
function byResource(all: readonly Statement[], values: Parameters): PolicyStatement[] {
  const groups = Map.groupBy(all, ({ resources }) => resources.join());
  return [...groups.values()].map((statements) =>
    policyStatement(
      {
        actions: [...new Set(statements.flatMap(({ actions }) => actions))],
        resources: statements[0]?.resources ?? [],
      },
      values,
    ),
  );
}
