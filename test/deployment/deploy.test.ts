/** A stage's life by the command line: deployed, updated, failed and rolled back, removed. */

import { Readable } from 'node:stream';
import { type LocalAws, startLocalAws } from '@offboard/local-aws';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { packaged } from '../template/packaged.ts';
import { type SimulatedCloudFormation, simulateCloudFormation } from './cloudformation.ts';

const STACK = 'offboard-prod';
const BUCKET = 'offboard-prod-serverlessdeploymentbucket';
const OWNER = { arn: 'arn:aws:iam::111122223333:user/operator', account: '111122223333' };

let aws: LocalAws;
let cloudformation: SimulatedCloudFormation;
let [out, err] = ['', ''];

beforeAll(async () => {
  await packaged();
  aws = await startLocalAws({
    services(local) {
      cloudformation = simulateCloudFormation(local);
      return [cloudformation.service];
    },
  });
});
afterAll(() => aws.close());

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  // Nobody is there to confirm anything.
  vi.spyOn(process, 'stdin', 'get').mockImplementation(() => Readable.from([]) as typeof process.stdin);
  return () => vi.restoreAllMocks();
});

function offboard(...words: string[]): Promise<number> {
  [out, err] = ['', ''];
  return main([...words, '--stage', 'prod', '--endpoint', aws.endpoint]);
}

const template = () => cloudformation.stack(STACK)?.template;
const objects = async () => {
  const input = { Bucket: BUCKET };
  const { Contents = [] } = await aws.aws.call<{ Contents?: { Key: string }[] }>('s3', 'ListObjectsV2', input, {
    identity: OWNER,
  });
  return Contents.map(({ Key }) => Key);
};
const uploads = () => aws.calls.list().filter(({ operation }) => operation === 'PutObject').length;

describe('deploy', () => {
  it('refuses parameters that the stack does not have, or that AWS would refuse, and creates nothing', async () => {
    expect(await offboard('deploy', '--param', 'domain=prod-*', '--yes')).toBe(2);
    expect(err).toContain('the stack has no parameter domain');
    expect(await offboard('deploy', '--param', 'domains=a,b', '--yes')).toBe(2);
    expect(err).toContain('domains is one pattern of IAM');
    expect(await offboard('deploy', '--param', 'domains', '--yes')).toBe(2);
    expect(err).toContain("--param must be NAME=VALUE, not 'domains'");
    expect(cloudformation.stack(STACK)).toBeUndefined();
  });

  it('shows what a first deployment would create, and creates nothing', async () => {
    expect(await offboard('deploy', '--dry-run')).toBe(0);
    expect(out).toMatch(/^\+ +\d+ AWS::Lambda::Function$/m);
    expect(out).toMatch(/\d+ to add, 0 to change, 0 to remove\.\nNothing was changed\.\n$/);
    expect(cloudformation.stack(STACK)).toBeUndefined();
  });

  it('creates the stack, with its code in its own bucket and with the parameters that were given', async () => {
    expect(await offboard('deploy', '--param', 'domains=prod-*', '--param', 'notices=topic', '--yes')).toBe(0);
    expect(out).toContain('offboard-prod is UPDATE_COMPLETE');
    expect(out).toMatch(/^ +BucketName +\S/m);
    const { Resources = {} } = template() ?? {};
    expect(JSON.stringify(Resources.StartOpensearchPackagesRole)).toContain('domain/prod-*');
    expect(Resources.NoticeTopic).toBeDefined();
    const code = Object.values(Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' ? [(Properties as { Code: { S3Key: string } }).Code.S3Key] : [],
    );
    expect(code.length).toBeGreaterThan(40);
    const stored = await objects();
    expect(stored).toEqual(expect.arrayContaining(code));
    expect(stored).toHaveLength(new Set(code).size + 1);
  });

  it('the same again uploads nothing, changes nothing and leaves no change set', async () => {
    const before = uploads();
    expect(await offboard('deploy', '--yes')).toBe(0);
    expect(out).toBe('The stack is up to date.\n');
    expect(err).toContain('domains=prod-*');
    expect(uploads()).toBe(before);
    expect(cloudformation.changeSets.size).toBe(0);
  });

  it('shows what a changed parameter changes, and nothing else, and leaves it without a confirmation', async () => {
    const before = template();
    expect(await offboard('deploy', '--param', 'domains=live-*')).toBe(2);
    expect(err).toContain('Not confirmed');
    expect(cloudformation.changeSets.size).toBe(0);
    expect(await offboard('deploy', '--param', 'domains=live-*', '--dry-run')).toBe(0);
    expect(out).toMatch(/^~ StartOpensearchPackagesRole AWS::IAM::Role$/m);
    expect(out).not.toContain('AWS::Lambda::Function');
    expect(out).toMatch(/^0 to add, \d+ to change, 0 to remove\.$/m);
    expect(cloudformation.changeSets.size).toBe(0);
    expect(template()).toBe(before);
  });

  it('an update that fails is rolled back, with the reason of what failed and not of what was cancelled', async () => {
    const before = template();
    cloudformation.failures.set('StartOpensearchPackagesRole', 'Maximum policy size of 10240 bytes exceeded');
    expect(await offboard('deploy', '--param', 'domains=live-*', '--yes')).toBe(1);
    expect(err).toMatch(/the stack is UPDATE_ROLLBACK_COMPLETE/);
    expect(err).toContain('StartOpensearchPackagesRole (AWS::IAM::Role): Maximum policy size of 10240 bytes exceeded');
    expect(err).not.toContain('cancelled');
    expect(template()).toBe(before);
    // What the deployed template needs is still there, for the next rollback.
    expect(await offboard('deploy', '--yes', '--json')).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ stack: STACK, status: 'UPDATE_ROLLBACK_COMPLETE', changes: [] });
  });

  it('a change set that CloudFormation refuses is not executed', async () => {
    cloudformation.failures.set('ChangeSet', 'Template error: every Fn::Join must have two arguments');
    expect(await offboard('deploy', '--param', 'domains=live-*', '--yes')).toBe(1);
    expect(err).toContain('CloudFormation refuses the change set: Template error');
    expect(cloudformation.changeSets.size).toBe(0);
    cloudformation.failures.clear();
  });

  it('forgets earlier parameters where it is told to, and removes what only they had made', async () => {
    expect(await offboard('deploy', '--reset-params', '--yes', '--json')).toBe(0);
    const { changes } = JSON.parse(out) as { changes: { action: string; logicalId: string }[] };
    expect(changes).toContainEqual(expect.objectContaining({ action: 'Remove', logicalId: 'NoticeTopic' }));
    expect(template()?.Resources).not.toHaveProperty('NoticeTopic');
    const code = (await objects()).filter((key) => key.endsWith('.zip'));
    const functions = Object.values(template()?.Resources ?? {}).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(code.length).toBeLessThanOrEqual(functions.length);
  });

  it.each(['ROLLBACK_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'])(
    'refuses a stack that is %s',
    async (status) => {
      const stack = cloudformation.stack(STACK);
      if (!stack) throw new Error('there is no stack');
      const { status: before } = stack;
      stack.status = status;
      expect(await offboard('deploy', '--yes')).toBe(1);
      expect(err).toContain(`stack offboard-prod is ${status}, which takes no update`);
      stack.status = before;
    },
  );
});

describe('remove', () => {
  it('asks first', async () => {
    expect(await offboard('remove')).toBe(2);
    expect(err).toContain('Not confirmed');
    expect(cloudformation.stack(STACK)?.status).toBe('UPDATE_COMPLETE');
  });

  it('empties the deployment bucket, deletes the stack and names what stays', async () => {
    expect(await offboard('remove', '--yes')).toBe(0);
    expect(cloudformation.stack(STACK)?.status).toBe('DELETE_COMPLETE');
    expect(err).toMatch(/stays: AWS::S3::Bucket offboard-prod-bucket/);
    expect(err).toMatch(/stays: AWS::KMS::Key/);
    expect(await objects()).toEqual([]);
  });

  it('says that there is nothing to remove', async () => {
    expect(await offboard('remove', '--yes')).toBe(1);
    expect(err).toContain('there is no stack offboard-prod in us-east-1');
  });
});
