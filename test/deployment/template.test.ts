/** The template that `offboard deploy` makes is the one that the Serverless Framework makes, resource by resource. */

import { execFile } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scratchFolder } from '@offboard/local-aws/test/scratch.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { stagePackage } from '../../cli/deploy/package.ts';
import { PACKAGED_NOTICES } from '../../packaging/build-if-stale.ts';
import { packaged, ROOT } from '../template/packaged.ts';

const SOURCES = [
  ...['associations', 'client', 'events', 'event-pattern', 'functions', 'notices', 'offboardings', 'packaging'],
  ...['statemachines', 'templates', 'package.json', 'serverless.yml'],
];
/** Of each kind of parameter one: patterns, lists, numbers, what adds resources, and what takes some away. */
const PARAMETERS = {
  domains: 'prod-*',
  regions: 'eu-*',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
  senderAccounts: '444455556666, 777788889999',
  spokeAccounts: '1111*,444455556666',
  machineLogs: 'OFF',
  evidenceBucket: 'offboard-former-evidence',
  evidenceRetentionDays: '30',
  notices: 'topic, amazon-q@slack/T012AB3CD/C012AB3CD',
  encryptionKey: 'CUSTOMER_MANAGED',
  freezeWindows: 'cron(0 16 ? * FRI *) 64h Europe/Vienna',
  signals: 'ad-user-disabled, okta-user-deactivated@aws.partner/okta.com/example/offboard',
  mailDomains: 'example.com',
  verifyAfterSeconds: '60',
};

const read = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')) as Record<string, object>;

/** Where the code lies is what differs: by the time of packaging there, by its content here. */
function withoutCodeKeys(template: object): Record<string, object> {
  return JSON.parse(JSON.stringify(template), (key, value) => (key === 'S3Key' ? undefined : value));
}

function expectEqual(made: object, framework: object): void {
  const [ours, theirs] = [withoutCodeKeys(made), withoutCodeKeys(framework)];
  delete ours.Metadata;
  expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted());
  for (const [section, content] of Object.entries(theirs)) {
    if (typeof content === 'string') expect(ours[section]).toBe(content);
    else {
      expect(Object.keys(ours[section] ?? {}).toSorted()).toEqual(Object.keys(content).toSorted());
      for (const [id, value] of Object.entries(content)) {
        expect((ours[section] as Record<string, unknown>)[id], `${section} ${id}`).toEqual(value);
      }
    }
  }
}

it('of the packaged stage, with its own parameters', async () => {
  const { directory } = await packaged();
  const { template } = stagePackage(ROOT, {
    stage: 'dev',
    region: 'us-east-1',
    parameters: { notices: PACKAGED_NOTICES },
  });
  expectEqual(template, read(directory));
});

describe('of another stage and Region, with parameters', () => {
  let framework: object;
  beforeAll(async () => {
    const copy = scratchFolder('stage');
    for (const source of SOURCES) cpSync(join(ROOT, source), join(copy, source), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    // The template knows only where the bundles lie.
    writeFileSync(
      join(copy, 'packaging', 'bundle.ts'),
      'export const bundle = async (all) => all.map(({ file }) => ({ path: file, code: Buffer.from([]) }));\n',
    );
    const serverless = join(ROOT, 'node_modules', 'serverless', 'bin', 'serverless.js');
    const given = Object.entries(PARAMETERS).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
    const stage = ['--stage', 'prod', '--region', 'eu-west-1'];
    await promisify(execFile)(process.execPath, [serverless, 'package', ...stage, ...given], { cwd: copy });
    framework = read(join(copy, '.serverless'));
  });

  it('of the same npm package', async () => {
    await packaged();
    const { template } = stagePackage(ROOT, { stage: 'prod', region: 'eu-west-1', parameters: PARAMETERS });
    expectEqual(template, framework);
  });
});

it('each function has the code of the same function of the packaged stage, under the hash of it', async () => {
  await packaged();
  const { template, assets } = stagePackage(ROOT, { stage: 'prod', region: 'eu-west-1', parameters: {} });
  const keys = new Set(assets.map(({ key }) => key));
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  for (const { Properties } of functions) {
    expect(keys).toContain((Properties as { Code: { S3Key: string } }).Code.S3Key);
  }
});
