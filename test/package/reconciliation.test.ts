/** What a stage has besides, where the source of one of its signals can be listed. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ReconciliationTemplate, withReconciliation } from '../../packaging/reconciliation.ts';
import { signalRules } from '../../packaging/signals.ts';

const stack = { functions: {}, roles: {}, machines: {}, resources: { Resources: {}, Outputs: {} } };
const template: ReconciliationTemplate = {
  functions: { reconcile: { name: 'reconcile', handler: 'functions/reconcile.handler' } },
  roles: { reconcile: { statements: [] } },
  machines: { reconcile: { definition: {}, alarm: '', substitutions: {}, statements: ['__listStatements__'] } },
  resources: {
    Resources: { ReconcileRule: { Type: 'AWS::Events::Rule', Properties: { Targets: ['__listed__'] } } },
    Outputs: {},
  },
  lists: {
    'directory-users': [{ Action: 'ds-data:ListUsers', Resource: ['__directoryArns__'] }],
    'identity-store-users': [{ Action: 'identitystore:ListUsers' }],
    'organization-accounts': [{ Action: 'organizations:ListAccounts' }],
  },
};
const withSignals = (signals: string, directories = '') =>
  withReconciliation(
    stack,
    template,
    signalRules(join(import.meta.dirname, '../..'), 'offboard-prod', {
      signals,
      mailDomains: 'example.com',
      directories,
    }),
  );

it('nothing where no source can be listed', () => expect(withSignals('ad-user-disabled')).toBe(stack));

it('a target for each source, and the permissions to list these alone', () => {
  const { machines, resources } = withSignals('account-departed, ad-user-disabled');
  expect(machines.reconcile?.statements).toEqual([{ Action: 'organizations:ListAccounts' }]);
  const targets = (resources.Resources.ReconcileRule?.Properties?.Targets ?? []) as { Id: string; Input: string }[];
  const [target] = targets;
  expect(targets).toHaveLength(1);
  expect(target?.Id).toBe('account-departed');
  expect(JSON.parse(target?.Input ?? '')).toMatchObject({
    signal: { name: 'account-departed', list: 'organization-accounts', mailDomains: ['example.com'] },
  });
});

it('the users of the directories that the stage names, and of no other', () => {
  const { machines, resources } = withSignals('ad-user-disabled', 'd-1234567890, d-0987654321');
  const arn = (id: string) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:ds:\${AWS::Region}:\${AWS::AccountId}:directory/${id}`,
  });
  expect(machines.reconcile?.statements).toEqual([
    { Action: 'ds-data:ListUsers', Resource: [arn('d-1234567890'), arn('d-0987654321')] },
  ]);
  const [target] = (resources.Resources.ReconcileRule?.Properties?.Targets ?? []) as { Input: string }[];
  expect(JSON.parse(target?.Input ?? '')).toMatchObject({
    signal: { list: 'directory-users', directories: ['d-1234567890', 'd-0987654321'] },
  });
  expect(() => withSignals('ad-user-disabled', 'sd-00112233aa')).toThrow(
    'directories are ids such as d-1234567890, separated by commas; not sd-00112233aa',
  );
});
