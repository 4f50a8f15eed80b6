import { describe, expect, it } from 'vitest';
import { definitionOf, list, packaged, type Resource } from './packaged.ts';

const { of, template } = await packaged();

/** A resource with what CloudFormation does to it. */
type Kept = Resource & { DeletionPolicy?: string; UpdateReplacePolicy?: string };

describe('what is evidence', () => {
  it.each(['Bucket', 'BucketPolicy', 'SigningKey'])(
    'is kept with the %s, but for a first deployment that is rolled back',
    (id) => {
      expect(template.Resources[id] as Kept).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    },
  );

  it('and nothing else is kept', () => {
    const kept = Object.entries(template.Resources as Record<string, Kept>)
      .filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
      .map(([id]) => id);
    expect(kept.sort()).toEqual(['Bucket', 'BucketPolicy', 'SigningKey']);
  });
});

describe('one stage in two Regions of an account', () => {
  // Buckets of all accounts share their names, dashboards those of one account; the rest is a Region's own.
  it.each([
    ['AWS::S3::Bucket', 'BucketName'],
    ['AWS::CloudWatch::Dashboard', 'DashboardName'],
  ])('%s is not named the same twice', (type, property) => {
    const names = of(type).flatMap(([, { Properties }]) => Properties[property] ?? []);
    expect(names).toHaveLength(1);
    expect(JSON.stringify(names)).toMatch(/AWS::Region/);
  });

  it('roles are named by CloudFormation, after the stack', () => {
    expect(of('AWS::IAM::Role').filter(([, { Properties }]) => 'RoleName' in Properties)).toEqual([]);
  });
});

const arn = (what: string, name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:${what}:${name}`,
});

describe('roles of state machines', () => {
  // Whether branches of a Map carry an ARN of their own is not documented, so anything behind the machine's name counts.
  it.each(of('AWS::StepFunctions::StateMachine'))('%s: also for what its Maps make of its ARN', (id, machine) => {
    const { Statement } = template.Resources[`${id}Role`]?.Properties.AssumeRolePolicyDocument ?? {};
    expect(Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: { 'aws:SourceArn': arn('stateMachine', `${machine.Properties.StateMachineName}*`) },
    });
  });
});

describe('machines with a distributed Map', () => {
  const mapping = of('AWS::StepFunctions::StateMachine').filter(([, machine]) =>
    JSON.stringify(definitionOf(template, machine)).includes('"DISTRIBUTED"'),
  );

  it('are those that discover, carry out and verify', () => {
    expect(mapping.map(([id]) => id).sort()).toEqual([
      'ApplyStateMachine',
      'OffboardStateMachine',
      'VerifyStateMachine',
    ]);
  });

  it.each(mapping)('%s may start, see, stop and redrive its children', (id, { Properties }) => {
    const statements = template.Resources[`${id}Role`]?.Properties.Policies[0].PolicyDocument.Statement;
    const allowed = (action: string) =>
      list(statements as { Action: string | string[]; Resource: unknown }[])
        .filter(({ Action }) => list(Action).includes(action))
        .flatMap(({ Resource }) => list(Resource));
    const name = Properties.StateMachineName as string;
    expect(allowed('states:StartExecution')).toContainEqual(arn('stateMachine', name));
    const [labelled, unlabelled] = [arn('execution', `${name}/*`), arn('execution', `${name}:*`)];
    expect(allowed('states:RedriveExecution')).toEqual([labelled]);
    for (const action of ['states:DescribeExecution', 'states:StopExecution']) {
      // Execution ARNs have a slash; the guide's own example of a policy has a colon.
      expect(allowed(action), action).toEqual(expect.arrayContaining([labelled, unlabelled]));
    }
  });
});
