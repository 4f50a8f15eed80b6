/** How much of CloudFormation's room the stack takes: 500 resources and 1 MB a template. */

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

it('the template is written without indentation', () => {
  expect(readFileSync(templatePath, 'utf8')).toBe(JSON.stringify(template));
});

it.each(['cloudformation-template-update-stack.json', 'spoke-role.json'])(
  '%s is ASCII: descriptions show nothing else',
  (file) => {
    expect(readFileSync(join(directory, file), 'utf8')).not.toMatch(/[^\x20-\x7e\n]/);
  },
);
