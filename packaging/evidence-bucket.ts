/** A bucket that is there already in the place of the stack's own: that of a removed stage, which stays with its evidence. */

import type { Functions, Template } from './template.ts';

/** Logical id of the stack's own bucket. */
const BUCKET = 'Bucket';

/** @throws Error for what is no bucket's name. */
export function checkEvidenceBucket(name: string): void {
  if (name === '' || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return;
  throw new Error(
    `evidenceBucket is the name of a bucket: 3 to 63 lower-case letters, digits, dots, hyphens; not '${name}'`,
  );
}

/** What refers to the stack's own bucket refers to this one; the stack then makes none, but keeps the bucket's policy. */
export function useBucket(
  { functions, resources }: { functions: Functions; resources: Template },
  name: string,
): { functions: Functions; resources: Template } {
  if (name === '') return { functions, resources };
  const { [BUCKET]: _own, ...Resources } = resources.Resources;
  const arn = `arn:\${AWS::Partition}:s3:::${name}`;
  return referringTo({ functions, resources: { ...resources, Resources } }, { name, arn }) as ReturnType<
    typeof useBucket
  >;
}

function referringTo(value: unknown, bucket: { name: string; arn: string }): unknown {
  if (typeof value === 'string') return value.replaceAll(`\${${BUCKET}.Arn}`, bucket.arn);
  if (Array.isArray(value)) return value.map((item) => referringTo(item, bucket));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  if (Ref === BUCKET) return bucket.name;
  if (Array.isArray(attribute) && attribute[0] === BUCKET) return { 'Fn::Sub': bucket.arn };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, referringTo(item, bucket)]));
}
