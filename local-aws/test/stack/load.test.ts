import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionsOf, loadStack, rolesOf, type Stack } from '../../stack/index.ts';
import { scratchFolder } from '../scratch.ts';

const folder = scratchFolder('stack');

const place = { account: '111122223333', region: 'us-east-1' };
const trust = {
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

interface Parts {
  Resources?: object;
  [section: string]: unknown;
}

function packaged(template: Parts, parameters?: Record<string, string>): Stack {
  const path = join(folder, 'template.json');
  writeFileSync(path, JSON.stringify({ Resources: {}, ...template }));
  return loadStack({
    ...place,
    name: 'offboard-dev',
    template: path,
    bundles: folder,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

/** What a value in the template comes to. */
const value = (Value: unknown, more: Parts = {}) =>
  packaged({ ...more, Outputs: { It: { Value } } }).outputs[0]?.OutputValue;

const Resources = {
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'offboard-dev' } },
  Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventBusName: { Ref: 'Bus' } } },
  DefaultRule: { Type: 'AWS::Events::Rule', Properties: { Name: 'd' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  Unnamed: { Type: 'AWS::SQS::Queue' },
  Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'm' } },
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/g' } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } },
  Bucket: { Type: 'AWS::S3::Bucket' },
  Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, Path: '/x/', RoleName: 'R' } },
};

describe('names', () => {
  it.each([
    [{ Ref: 'Bus' }, 'offboard-dev'],
    [{ 'Fn::GetAtt': ['Bus', 'Arn'] }, 'arn:aws:events:us-east-1:111122223333:event-bus/offboard-dev'],
    [{ Ref: 'Rule' }, 'offboard-dev|r'],
    [{ 'Fn::GetAtt': 'Rule.Arn' }, 'arn:aws:events:us-east-1:111122223333:rule/offboard-dev/r'],
    [{ 'Fn::GetAtt': 'DefaultRule.Arn' }, 'arn:aws:events:us-east-1:111122223333:rule/d'],
    [{ Ref: 'Queue' }, 'https://sqs.us-east-1.amazonaws.com/111122223333/letters'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:aws:sqs:us-east-1:111122223333:letters'],
    [{ 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'letters'],
    [{ Ref: 'Machine' }, 'arn:aws:states:us-east-1:111122223333:stateMachine:m'],
    [{ 'Fn::GetAtt': ['Machine', 'Name'] }, 'm'],
    [{ 'Fn::GetAtt': ['Group', 'Arn'] }, 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/g:*'],
    [{ Ref: 'Topic' }, 'arn:aws:sns:us-east-1:111122223333:t'],
    [{ 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::111122223333:role/x/R'],
    [{ Ref: 'AWS::StackName' }, 'offboard-dev'],
  ])('%j is %s', (asked, expected) => {
    expect(value(asked, { Resources })).toBe(expected);
  });

  it('are made up where the template gives none, the same each time', () => {
    const made = value({ 'Fn::GetAtt': ['Unnamed', 'QueueName'] }, { Resources });
    expect(made).toMatch(/^offboard-dev-Unnamed-[0-9A-F]{12}$/);
    expect(value({ 'Fn::GetAtt': ['Unnamed', 'QueueName'] }, { Resources })).toBe(made);
    expect(value({ Ref: 'Bucket' }, { Resources })).toMatch(/^[a-z0-9-]+$/);
  });
});

describe('intrinsics', () => {
  it.each<[unknown, string]>([
    [
      { 'Fn::Sub': `a-\${Bus}-\${Queue.Arn}-\${AWS::Region}-\${!Literal}` },
      `a-offboard-dev-arn:aws:sqs:us-east-1:111122223333:letters-us-east-1-\${Literal}`,
    ],
    [
      { 'Fn::Sub': [`\${A}\${Bus}`, { A: { Ref: 'Queue' } }] },
      'https://sqs.us-east-1.amazonaws.com/111122223333/lettersoffboard-dev',
    ],
    [{ 'Fn::Join': ['/', ['a', { Ref: 'Bus' }, 'c']] }, 'a/offboard-dev/c'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['-', { Ref: 'Bus' }] }] }, 'dev'],
    [{ 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsNeither', 'yes', 'no'] }, 'no'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'Memory'] }, '256'],
    [{ 'Fn::Select': [1, { Ref: 'List' }] }, 'b'],
  ])('%j comes to %s', (asked, expected) => {
    expect(
      value(asked, {
        Resources,
        Parameters: {
          Stage: { Type: 'String', Default: 'dev' },
          List: { Type: 'CommaDelimitedList', Default: 'a, b' },
        },
        Conditions: {
          IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
          IsNeither: { 'Fn::And': [{ Condition: 'IsDev' }, { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsDev' }] }] }] },
        },
        Mappings: { Sizes: { dev: { Memory: 256 } } },
      }),
    ).toBe(expected);
  });

  it('leave out what is AWS::NoValue, and resources whose condition does not hold', () => {
    const stack = packaged({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { DelaySeconds: { 'Fn::If': ['Never', 5, { Ref: 'AWS::NoValue' }] } },
        },
        Other: { Type: 'AWS::SQS::Queue', Condition: 'Never' },
      },
    });
    expect(stack.resources.map(({ logicalId, properties }) => ({ logicalId, properties }))).toEqual([
      { logicalId: 'Queue', properties: {} },
    ]);
  });

  it('take parameters that are given, and refuse those that are not right', () => {
    const template = {
      Parameters: { Stage: { Type: 'String', AllowedValues: ['dev', 'prod'] } },
      Outputs: { It: { Value: { Ref: 'Stage' } } },
    };
    expect(packaged(template, { Stage: 'prod' }).outputs[0]?.OutputValue).toBe('prod');
    expect(() => packaged(template)).toThrow("the parameter 'Stage' has no Default: give it a value");
    expect(() => packaged(template, { Stage: 'x' })).toThrow("the parameter 'Stage' is one of dev, prod, not 'x'");
    expect(() => packaged(template, { Stage: 'dev', Other: 'x' })).toThrow(/no parameter Other; it has Stage/);
  });
});

describe('what is not served', () => {
  const queue = (QueueName: unknown) => ({
    Resources: { ...Resources, It: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } },
  });
  it.each<[string, Parts, RegExp]>([
    ['a type', { Resources: { It: { Type: 'AWS::ECS::Cluster' } } }, /^It: local AWS does not serve AWS::ECS::Cluster/],
    ['an import', queue({ 'Fn::ImportValue': 'x' }), /^It: Fn::ImportValue asks for another stack/],
    ['an intrinsic', queue({ 'Fn::GetAZs': '' }), /^It: Fn::GetAZs is not served/],
    ['a name', queue({ Ref: 'Nobody' }), /^It: 'Nobody' is neither a parameter nor a resource/],
    [
      'an attribute',
      queue({ 'Fn::GetAtt': ['Bus', 'Colour'] }),
      /^It: AWS::Events::EventBus 'Bus' has no attribute 'Colour' here; it has Arn, Name/,
    ],
    ['a condition', queue({ 'Fn::If': ['Nope', 1, 2] }), /^It: the condition 'Nope' is not defined/],
  ])('is refused by its logical id: %s', (_, template, message) => {
    expect(() => packaged(template)).toThrow(message);
  });

  it('is said of a template that is not there', () => {
    expect(() => loadStack({ ...place, name: 'x', template: join(folder, 'elsewhere.json') })).toThrow(
      /elsewhere\.json does not exist; package the stack first/,
    );
  });
});

describe('functions', () => {
  const template = {
    Resources: {
      ...Resources,
      WorkRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Work: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'work',
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { S3Bucket: { Ref: 'Bucket' }, S3Key: 'serverless/dev/1/code-of-work.zip' },
          Role: { 'Fn::GetAtt': ['WorkRole', 'Arn'] },
          Timeout: 60,
          Environment: { Variables: { BUS: { Ref: 'Bus' }, DEPTH: 3 } },
          ReservedConcurrentExecutions: 1,
          TracingConfig: { Mode: 'Active' },
          DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
          LoggingConfig: { LogFormat: 'JSON' },
        },
      },
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Work' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
        },
      },
      MayInvoke: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { 'Fn::GetAtt': ['Work', 'Arn'] },
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
        },
      },
    },
  };

  it('are put together from every resource that speaks of them', () => {
    const [work] = functionsOf(packaged(template));
    expect(work).toEqual({
      name: 'work',
      arn: 'arn:aws:lambda:us-east-1:111122223333:function:work',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      roleArn: expect.stringMatching(/^arn:aws:iam::111122223333:role\/offboard-dev-WorkRole-[0-9A-F]{12}$/),
      zip: join(folder, 'code-of-work.zip'),
      environment: { BUS: 'offboard-dev', DEPTH: '3' },
      timeout: 60,
      memorySize: 128,
      architecture: 'x86_64',
      reservedConcurrency: 1,
      traced: true,
      logFormat: 'JSON',
      logGroup: '/aws/lambda/work',
      deadLetterArn: 'arn:aws:sqs:us-east-1:111122223333:letters',
      asynchronous: {
        maximumRetryAttempts: 0,
        maximumEventAge: 21_600,
        onFailure: 'arn:aws:sqs:us-east-1:111122223333:letters',
      },
      policy: {
        Version: '2012-10-17',
        Id: 'default',
        Statement: [
          {
            Sid: 'MayInvoke',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: 'arn:aws:lambda:us-east-1:111122223333:function:work',
            Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/offboard-dev/r' } },
          },
        ],
      },
    });
  });

  it('have a zip of their own name where their code names none', () => {
    const { Code: _, ...Properties } = template.Resources.Work.Properties;
    const Work = { ...template.Resources.Work, Properties };
    const [work] = functionsOf(packaged({ Resources: { ...template.Resources, Work } }));
    expect(work?.zip).toBe(join(folder, 'work.zip'));
  });
});

describe('roles', () => {
  const policy = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  const role = (more: object) => ({
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust, RoleName: 'R', ...more },
  });

  it('come with the policies inside them and those attached to them', () => {
    const stack = packaged({
      Resources: {
        Role: role({
          Policies: [{ PolicyName: 'inside', PolicyDocument: policy }],
          ManagedPolicyArns: [{ Ref: 'Managed' }],
        }),
        Attached: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'attached', PolicyDocument: policy, Roles: [{ Ref: 'Role' }] },
        },
        Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy } },
      },
    });
    expect(rolesOf(stack)).toMatchObject([
      {
        arn: 'arn:aws:iam::111122223333:role/R',
        trust,
        policies: [{ PolicyName: 'inside' }, { PolicyName: 'attached' }, { PolicyName: 'Managed' }],
      },
    ]);
  });

  it('are refused where nothing here knows what they may do', () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    expect(() => rolesOf(packaged({ Resources: { Role: role({ ManagedPolicyArns }) } }))).toThrow(
      /^Role: what arn:aws:iam::aws:policy\/AdministratorAccess allows is not known here/,
    );
  });

  it('of another account come from a template of their own', () => {
    const path = join(folder, 'spoke.json');
    const AssumeRolePolicyDocument = {
      Statement: { Effect: 'Allow', Principal: { AWS: { Ref: 'Hub' } }, Action: 'sts:AssumeRole' },
    };
    writeFileSync(
      path,
      JSON.stringify({
        Parameters: { Hub: { Type: 'String' } },
        Resources: { Spoke: role({ AssumeRolePolicyDocument, RoleName: 'offboard-spoke' }) },
      }),
    );
    const stack = loadStack({
      template: path,
      name: 'spoke',
      account: '444455556666',
      region: 'us-east-1',
      parameters: { Hub: '111122223333' },
    });
    expect(rolesOf(stack)).toEqual([
      {
        arn: 'arn:aws:iam::444455556666:role/offboard-spoke',
        trust: { Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' } },
        policies: [],
      },
    ]);
  });
});
