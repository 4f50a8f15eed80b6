/** How much of CloudFormation's room the stack takes. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kinds } from '../../associations/registry.ts';
import { pascal } from '../../packaging/template.ts';
import { packaged } from './packaged.ts';

const { directory, template, templatePath } = await packaged();
const ids = Object.keys(template.Resources);
const own = (kind: string) => ids.filter((id) => id.includes(pascal(kind)));

it.each(kinds)('%s takes at most 13 resources', (kind) => {
  expect(own(kind).length).toBeLessThanOrEqual(13);
});

it('what the kinds share takes at most 80 resources, besides the signals, their lists and the notices that the stage names', () => {
  const switchedOn = ids.filter((id) => id.endsWith('SignalRule') || /Notice|Reconcile/.test(id));
  expect(ids.length - kinds.flatMap(own).length - switchedOn.length).toBeLessThanOrEqual(80);
});

/** "CloudFormation quotas": resources, outputs and mappings of a template, and its bytes in S3. */
const LIMITS = { resources: 500, outputs: 200, mappings: 200, bytes: 1_000_000 };

it('all kinds together take less than 60 % of each limit', () => {
  const counts = (part: object | undefined) => Object.keys(part ?? {}).length;
  const taken = {
    resources: ids.length,
    outputs: counts(template.Outputs),
    mappings: counts(template.Mappings),
    bytes: Buffer.byteLength(readFileSync(templatePath)),
  };
  expect(kinds).toHaveLength(10);
  for (const [limit, most] of Object.entries(LIMITS)) {
    expect(taken[limit as keyof typeof taken], limit).toBeLessThan(0.6 * most);
  }
});

it('the template is written without indentation', () => {
  expect(readFileSync(templatePath, 'utf8')).toBe(JSON.stringify(template));
});

it.each(['cloudformation-template-update-stack.json', 'spoke-role.json'])(
  '%s is ASCII: descriptions show nothing else',
  (file) => {
    expect(readFileSync(join(directory, file), 'utf8')).not.toMatch(/[^\x20-\x7e\n]/);
  },
);
