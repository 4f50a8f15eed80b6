import { describe, expect, it } from 'vitest';
import { grantsOfStack, rolesOf, withoutGrant } from '../../stack/index.ts';
import { loadStack, type Stack } from '../../stack/load.ts';

const stack: Stack = loadStack({
  name: 'offboard-dev',
  account: '111122223333',
  region: 'us-east-1',
  template: {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'R',
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          Policies: [
            {
              PolicyName: 'own',
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: ['a:One', 'a:Two'], Resource: ['x', 'y'] },
                  { Effect: 'Deny', Action: 'a:*', Resource: 'z' },
                ],
              },
            },
          ],
        },
      },
      Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
      LettersPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Letters' }],
          PolicyDocument: {
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: { 'Fn::GetAtt': ['Letters', 'Arn'] },
            },
          },
        },
      },
      Work: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'work', Role: 'r', Handler: 'index.handler', Runtime: 'nodejs24.x' },
      },
      MayInvoke: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { Ref: 'Work' },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
        },
      },
    },
  },
});

const brief = (given: Stack) =>
  grantsOfStack(given).map(({ policyType, action, resource }) => `${policyType} ${action} ${resource}`);

const ALL = [
  'trust sts:AssumeRole *',
  'role a:One x',
  'role a:One y',
  'role a:Two x',
  'role a:Two y',
  'resource sqs:SendMessage arn:aws:sqs:us-east-1:111122223333:letters',
  'resource lambda:InvokeFunction arn:aws:lambda:us-east-1:111122223333:function:work',
];

describe('the grants of a stack', () => {
  it('are every allowed action on every resource, of roles, queues and functions', () => {
    expect(brief(stack)).toEqual(ALL);
  });

  it('can be taken away one by one', () => {
    for (const grant of grantsOfStack(stack)) {
      const left = brief(withoutGrant(stack, grant));
      expect(left.toSorted()).toEqual(
        ALL.filter((each) => each !== `${grant.policyType} ${grant.action} ${grant.resource}`).toSorted(),
      );
    }
    expect(brief(stack)).toEqual(ALL);
  });

  it('leave what denies where it is', () => {
    const grant = grantsOfStack(stack).find(({ action }) => action === 'a:One');
    const [role] = rolesOf(withoutGrant(stack, grant as NonNullable<typeof grant>));
    expect(role?.policies[0]?.PolicyDocument.Statement).toContainEqual({
      Effect: 'Deny',
      Action: 'a:*',
      Resource: 'z',
    });
  });
});
