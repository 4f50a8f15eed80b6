import { describe, expect, it } from 'vitest';
import { packaged, type Resource } from './packaged.ts';

const { of, template } = await packaged();

/** A resource with what CloudFormation does to it. */
type Kept = Resource & { DeletionPolicy?: string; UpdateReplacePolicy?: string };

describe('what is evidence', () => {
  it.each(['Bucket', 'BucketPolicy'])('is kept with the %s, but for a first deployment that is rolled back', (id) => {
    expect(template.Resources[id] as Kept).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('and nothing else is kept', () => {
    const kept = Object.entries(template.Resources as Record<string, Kept>)
      .filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
      .map(([id]) => id);
    expect(kept.sort()).toEqual(['Bucket', 'BucketPolicy']);
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
