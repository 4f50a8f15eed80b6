/** Evidence in its bucket, against whoever may call S3 at all: administrators, and the stack's own roles. */

import { describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../offboardings/evidence/verify.ts';
import { workKey } from '../../offboardings/keys.ts';
import { objectOf, Stack } from './stack.ts';

const ACCOUNT = '111122223333';
const ADMINISTRATOR = { arn: `arn:aws:iam::${ACCOUNT}:user/administrator`, account: ACCOUNT };
const CONNECTION = {
  association: 'codeartifact-external-connection',
  target: { domain: 'acme', repository: 'web', externalConnection: 'public:npmjs' },
};
const DENIED = 'with an explicit deny in a resource-based policy';

async function roleOf({ runtime: { aws } }: Stack, name: string) {
  const identity = ADMINISTRATOR;
  const input = { FunctionName: `offboard-dev-${name}` };
  const { Role } = await aws.call<{ Role: string }>('lambda', 'GetFunctionConfiguration', input, { identity });
  return aws.assume(Role, name, 'lambda.amazonaws.com');
}

describe('evidence', () => {
  it('is written by the stack alone, once, and is not deleted', async () => {
    await using stack = await Stack.start();
    const id = await stack.ask(CONNECTION);
    const [end] = await stack.endsOf(id);
    const { bucket, key, keyId, head } = end?.detail.data.evidence ?? { bucket: '', key: '', keyId: '', head: '' };
    const [complete, validate] = [await roleOf(stack, 'complete'), await roleOf(stack, 'validate-answer')];
    const object = { Bucket: bucket, Key: key };
    const { Versions = [] } = await stack.runtime.aws.call<{ Versions?: { VersionId: string }[] }>(
      's3',
      'ListObjectVersions',
      { Bucket: bucket, Prefix: key },
      { identity: ADMINISTRATOR },
    );
    const version = { ...object, VersionId: Versions[0]?.VersionId, BypassGovernanceRetention: true };
    const once = { IfNoneMatch: '*' };
    const attempts = [
      { identity: ADMINISTRATOR, operation: 'PutObject', input: { ...object, ...once, Body: '{}' }, problem: DENIED },
      { identity: ADMINISTRATOR, operation: 'PutObject', input: { ...object, Body: '{}' }, problem: DENIED },
      { identity: complete, operation: 'PutObject', input: { ...object, Body: '{}' }, problem: DENIED },
      {
        identity: complete,
        operation: 'PutObject',
        input: { ...object, ...once, Body: '{}' },
        problem: 'pre-conditions',
      },
      {
        identity: validate,
        operation: 'PutObject',
        input: { ...object, ...once, Body: '{}' },
        problem: 'not authorized',
      },
      { identity: ADMINISTRATOR, operation: 'DeleteObject', input: object, problem: DENIED },
      { identity: ADMINISTRATOR, operation: 'DeleteObject', input: version, problem: DENIED },
      {
        identity: ADMINISTRATOR,
        operation: 'DeleteObject',
        input: { ...object, Key: `keys/${keyId}.pem` },
        problem: DENIED,
      },
      // What a plan is made of, and which places are searched for it.
      ...['plan/00001-0000.json', 'searches.json'].flatMap((name) => {
        const input = { Bucket: bucket, Key: workKey('leave', 'run', name) };
        return [
          { identity: ADMINISTRATOR, operation: 'PutObject', input: { ...input, Body: '[]' }, problem: DENIED },
          { identity: ADMINISTRATOR, operation: 'DeleteObject', input, problem: DENIED },
        ];
      }),
    ];
    for (const { identity, operation, input, problem } of attempts) {
      const call = stack.runtime.aws.call('s3', operation, input, { identity });
      await expect(call, `${operation} by ${identity.arn}`).rejects.toThrow(problem);
    }
    const pem = await objectOf(stack, { bucket, key: `keys/${keyId}.pem` });
    expect(verifyEvidence(await objectOf(stack, { bucket, key }), { key: pem, keyId, head })).toEqual([]);
  });
});
