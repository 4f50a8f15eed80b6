/** A stage that takes over the bucket of a removed one. */

import { expect, it } from 'vitest';
import { checkEvidenceBucket, useBucket } from '../../packaging/evidence-bucket.ts';
import { packaged } from '../template/packaged.ts';

const NAME = 'offboard-prod-evidence-111122223333-eu-west-1';
const { template } = await packaged();
const taken = useBucket({ functions: {}, resources: template as never }, NAME).resources;

it('has no bucket of its own, and whatever referred to that refers to the other', () => {
  expect(taken.Resources).not.toHaveProperty('Bucket');
  const text = JSON.stringify(taken);
  expect(text).not.toMatch(/"Ref":"Bucket"|"Fn::GetAtt":\["Bucket"|\$\{Bucket[.}]/);
  expect(text).toContain(`"BUCKET_NAME":"${NAME}"`);
  expect(taken.Outputs.BucketName).toMatchObject({ Value: NAME });
});

it('writes the bucket’s policy anew, for its own roles', () => {
  const { Bucket, PolicyDocument } = taken.Resources.BucketPolicy?.Properties ?? {};
  expect(Bucket).toBe(NAME);
  expect(JSON.stringify(PolicyDocument)).toContain(`{"Fn::Sub":"arn:\${AWS::Partition}:s3:::${NAME}"}`);
});

it('has otherwise the same resources', () => {
  expect(Object.keys(taken.Resources)).toEqual(Object.keys(template.Resources).filter((id) => id !== 'Bucket'));
});

it('without the parameter stays as it is', () => {
  expect(useBucket({ functions: {}, resources: template as never }, '').resources).toBe(template);
});

it.each(['', NAME])('%j is taken', (name) => expect(() => checkEvidenceBucket(name)).not.toThrow());

it.each(['arn:aws:s3:::x', 'UPPER', 'x'])('%j is refused: it is no name', (name) => {
  expect(() => checkEvidenceBucket(name)).toThrow(/name of a bucket/);
});
