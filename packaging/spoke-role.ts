/**
 * The template of the spoke role: the role in another account through which the functions act there. It allows what
 * the functions of all kinds may do in the stack's own account.
 */

import {
  type KindPermissions,
  type PermissionsByKind,
  type StageParameter,
  type Statement,
  tasks,
} from '../associations/permissions.ts';
import { pascal, type Template } from './expand.ts';
import { type PolicyStatement, policyStatement, reasonsOf } from './permissions.ts';

export function spokeRole(kinds: PermissionsByKind): Template {
  const all = Object.entries(kinds).map(([kind, { permissions }]) => ({
    kind,
    parameters: permissions.parameters,
    statements: statementsOf(permissions),
  }));
  const reasons = all
    .map(({ kind, statements }) => [kind, reasonsOf(statements)])
    .filter(([, reason]) => reason !== null);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'The role through which an offboard stack in another account removes and restores associations in this one',
    Parameters: { ...HUB, ...Object.assign({}, ...all.map(({ parameters }) => parametersOf(parameters))) },
    Resources: {
      SpokeRole: {
        Type: 'AWS::IAM::Role',
        Metadata: { ReasonsForAnyResource: Object.fromEntries(reasons) },
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Description: 'Removes and restores associations for the offboard stack of another account',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: TRUST,
          Policies: all.map(({ kind, parameters, statements }) => ({
            PolicyName: kind,
            PolicyDocument: { Version: '2012-10-17', Statement: byResource(statements, placeholders(parameters)) },
          })),
        },
      },
    },
    Outputs: {
      SpokeRoleArn: {
        Description: 'What requests give as where.roleArn',
        Value: { 'Fn::GetAtt': ['SpokeRole', 'Arn'] },
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

function parametersOf(parameters: readonly StageParameter[]) {
  return Object.fromEntries(
    parameters.map(({ name, default: Default, description: Description }) => [
      pascal(name),
      { Type: 'String', Default, Description },
    ]),
  );
}

/** Each stage parameter as the template's own parameter; the Regions are the stack's business. */
function placeholders(parameters: readonly StageParameter[]) {
  return { regions: '*', ...Object.fromEntries(parameters.map(({ name }) => [name, `\${${pascal(name)}}`])) };
}

/** Of all tasks; no Region needs to be told apart here. */
function statementsOf(permissions: KindPermissions): Statement[] {
  return tasks.flatMap((task) => permissions[task]).map(({ inStageRegions: _, ...statement }) => statement);
}

/** One statement for each set of resources, with each action once. */
function byResource(statements: readonly Statement[], values: Readonly<Record<string, string>>): PolicyStatement[] {
  return [...Map.groupBy(statements, ({ resources }) => resources.join()).values()].map(([first, ...others]) => {
    const actions = new Set([first, ...others].flatMap((statement) => statement?.actions ?? []));
    return policyStatement({ ...(first as Statement), actions: [...actions] }, values);
  });
}
