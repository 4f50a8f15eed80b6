/** A stack of thirty kinds, made by `serverless package` in a copy of the repository, within the limits of AWS. */

import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { associations, kinds } from '../../associations/registry.ts';
import { requests } from '../../events/index.ts';
import { list, type Resource, ROOT, type Template } from './packaged.ts';

const SOURCES = [
  ...['associations', 'events', 'functions', 'notices', 'offboardings', 'packaging', 'statemachines', 'templates'],
  ...['package.json', 'serverless.yml'],
];
const KB = 1000;

interface KeyStatement {
  Principal: { AWS?: unknown; Service?: unknown };
  Action: string | string[];
  Condition?: { StringEquals?: object };
}

let text: string;
let template: Template;
let spoke: Template & { Parameters: object };

beforeAll(async () => {
  const copy = scratchFolder('thirty-kinds');
  for (const source of SOURCES) cpSync(join(ROOT, source), join(copy, source), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  addKinds(copy, 30 - kinds.length);
  // The template knows only where the bundles lie; bundling 129 functions takes longer than all the rest.
  writeFileSync(
    join(copy, 'packaging', 'bundle.ts'),
    'export const bundle = async (all) => all.map(({ file }) => ({ path: file, code: Buffer.from([]) }));\n',
  );
  const serverless = join(ROOT, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const given = [
    'instanceUsers10=prod-*',
    'senderAccounts=444455556666, 777788889999',
    'spokeAccounts=1111*,444455556666',
    'encryptionKey=CUSTOMER_MANAGED',
  ];
  const parameters = given.flatMap((parameter) => ['--param', parameter]);
  await promisify(execFile)(process.execPath, [serverless, 'package', ...parameters], { cwd: copy });
  text = readFileSync(join(copy, '.serverless', 'cloudformation-template-update-stack.json'), 'utf8');
  template = JSON.parse(text) as Template;
  spoke = JSON.parse(readFileSync(join(copy, '.serverless', 'spoke-role.json'), 'utf8')) as typeof spoke;
}, 300_000);

/** Adds kinds as copies of one, under names as long as Lambda has room for and with stage parameters of their own. */
function addKinds(copy: string, count: number): void {
  const folder = join(copy, 'associations');
  const model = join(folder, 'license-manager-user');
  const { parameters } = associations['license-manager-user'].permissions;
  const registry = join(folder, 'registry.ts');
  for (let number = 10; number < 10 + count; number++) {
    const kind = `generated-kind-of-association-${number}`;
    cpSync(model, join(folder, kind), { recursive: true });
    edit(join(folder, kind, 'index.ts'), (text) =>
      text.replace(/export const \w+/, `export const kind${number}`).replace('license-manager-user', kind),
    );
    edit(join(folder, kind, 'permissions.ts'), (text) =>
      parameters.reduce((done, { name }) => done.replaceAll(name, `${name}${number}`), text),
    );
    edit(registry, (text) =>
      `import { kind${number} } from './${kind}/index.ts';\n${text}`.replace(
        'export const associations = {',
        `export const associations = { '${kind}': kind${number},`,
      ),
    );
  }
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const of = ({ Resources }: Template, type: string) => Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** Its length on AWS: every reference as the longest ARN that one can become. */
function lengthOf(value: unknown): number {
  return JSON.stringify(value)
    .replaceAll(/\{"(?:Ref":"(?!AWS::)|Fn::GetAtt":)[^}]+\}/g, `"${'x'.repeat(115)}"`)
    .replaceAll(/\{"Fn::Sub":(".*?")\}/g, '$1')
    .replaceAll(/\$\{AWS::\w+\}/g, '111122223333').length;
}

describe('thirty kinds', () => {
  it('take less than 500 resources', () => {
    expect(of(template, 'AWS::StepFunctions::StateMachine').length).toBeGreaterThanOrEqual(30);
    expect(Object.keys(template.Resources).length).toBeLessThan(500);
  });

  it('take less than 800 KB of the template’s 1 MB', () => {
    expect(text.length).toBeLessThan(800 * KB);
  });

  it('have stage parameters of their own', () => {
    const resources = (number: number) =>
      JSON.stringify(template.Resources[`StartGeneratedKindOfAssociation${number}Role`]?.Properties.Policies);
    expect(resources(10)).toContain(':instance-user/prod-*"');
    expect(resources(11)).toContain(':instance-user/*"');
  });

  it('take less than 200 outputs and 200 parameters', () => {
    expect(Object.keys(template.Outputs).length).toBeLessThan(200);
    expect(Object.keys(spoke.Parameters).length).toBeLessThan(200);
  });

  it('have patterns within EventBridge’s 2,048 characters, which name every machine', () => {
    const rules = of(template, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    for (const { Name, EventPattern } of rules) expect(lengthOf(EventPattern ?? {}), Name).toBeLessThan(2048);
    const named = rules
      .filter(({ Name }) => /-execution-failed(-\d)?$/.test(Name))
      .flatMap(({ EventPattern }) => EventPattern.detail.stateMachineArn.map(({ Ref }: { Ref: string }) => Ref));
    // Those of the kinds, and that of offboardings.
    expect(named).toHaveLength(31);
    expect(new Set(named).size).toBe(31);
  });

  it('have roles within IAM’s 10,240 characters of inline policies', () => {
    for (const [id, { Properties }] of of(template, 'AWS::IAM::Role')) {
      const policies = list(Properties.Policies as { PolicyDocument: unknown }[]);
      const total = policies.reduce((sum, { PolicyDocument }) => sum + lengthOf(PolicyDocument), 0);
      expect(total, id).toBeLessThan(10_240);
    }
  });

  it('have a spoke role of at most 10 managed policies of 6,144 characters', () => {
    const policies = of(spoke, 'AWS::IAM::ManagedPolicy');
    expect(policies.length).toBeLessThanOrEqual(10);
    for (const [id, { Properties }] of policies) expect(lengthOf(Properties.PolicyDocument), id).toBeLessThan(6144);
  });

  it('fit into the 4 KB of a function’s environment', () => {
    for (const [id, { Properties }] of of(template, 'AWS::Lambda::Function')) {
      expect(lengthOf(Properties.Environment.Variables), id).toBeLessThan(4096);
    }
  });
});

describe('accounts that are given as a list', () => {
  it('may each send requests, and nothing else', () => {
    expect(template.Resources.BusSenders?.Properties.Statement).toMatchObject({
      Effect: 'Allow',
      Principal: {
        AWS: ['444455556666', '777788889999'].map((account) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:root`,
        })),
      },
      Action: 'events:PutEvents',
      Condition: {
        'ForAllValues:StringEquals': {
          'events:detail-type': Object.values(requests).map(({ detailType }) => detailType),
        },
        Null: { 'events:detail-type': 'false' },
      },
    });
  });

  it('may each have a spoke role that the functions assume', () => {
    const roles = ['1111*', '444455556666'].map(
      (account) => `arn:\${AWS::Partition}:iam::${account}:role/offboard-spoke`,
    );
    const assumed = of(template, 'AWS::IAM::Role')
      .flatMap(([, { Properties }]) => Properties.Policies as { PolicyDocument: { Statement: object[] } }[])
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as { Action: string; Resource: unknown }[])
      .filter(({ Action }) => Action === 'sts:AssumeRole');
    expect(assumed).toHaveLength(120);
    for (const { Resource } of assumed) expect(Resource).toEqual(roles.map((role) => ({ 'Fn::Sub': role })));
  });
});

describe('a customer managed key', () => {
  const KEY = { 'Fn::GetAtt': ['EncryptionKey', 'Arn'] };
  const ENCRYPTED: Readonly<Record<string, (properties: Resource['Properties']) => unknown>> = {
    'AWS::S3::Bucket': ({ BucketEncryption: { ServerSideEncryptionConfiguration: all } }) =>
      all[0].ServerSideEncryptionByDefault.KMSMasterKeyID,
    'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification.KMSMasterKeyId,
    'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
    'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  };

  it.each(Object.entries(ENCRYPTED))('encrypts each %s', (type, keyOf) => {
    const resources = of(template, type).filter(([id]) => id !== 'ServerlessDeploymentBucket');
    expect(resources).not.toEqual([]);
    for (const [id, { Properties }] of resources) expect(keyOf(Properties), id).toEqual(KEY);
  });

  it('is used through a service of the account alone, and by the two services that have no caller', () => {
    const statements = template.Resources.EncryptionKey?.Properties.KeyPolicy.Statement as KeyStatement[];
    const anybody = statements.filter(({ Principal }) => Principal.AWS === '*');
    for (const { Condition } of anybody) {
      expect(Condition?.StringEquals).toEqual({
        'kms:CallerAccount': { Ref: 'AWS::AccountId' },
        'kms:ViaService': {
          'Fn::Sub': expect.stringMatching(/^(s3|sqs|dynamodb)\.\$\{AWS::Region\}\.amazonaws\.com$/),
        },
      });
    }
    const rest = statements.filter((statement) => !anybody.includes(statement));
    const decrypting = rest.filter(({ Action }) => list(Action).some((action) => /Decrypt|Grant|:\*/.test(action)));
    expect(decrypting.map(({ Principal }) => Principal.Service)).toEqual([
      'events.amazonaws.com',
      { 'Fn::Sub': `logs.\${AWS::Region}.amazonaws.com` },
    ]);
  });

  it('is retained as long as what it encrypts', () => {
    expect(template.Resources.EncryptionKey).toMatchObject({
      DeletionPolicy: template.Resources.Bucket?.DeletionPolicy,
      UpdateReplacePolicy: 'Retain',
    });
  });
});
