import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AssociationProvider, Permission } from '../../associations/contract.ts';
import { kinds } from '../../associations/registry.ts';
import { pascal } from '../../packaging/expand.ts';
import { list, packaged, type Resource, ROOT } from './packaged.ts';

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

const { of, template } = await packaged();
const roles = of('AWS::IAM::Role');

/** What every function may do besides its service: act as a spoke, log, trace. */
const COMMON = /^(sts|logs|xray):/;

/** Services whose actions in a statement know no resource: the statement's `*` needs a reason in the Metadata. */
const REASONS: Readonly<Record<string, string>> = { xray: 'xray', logs: 'logs', states: 'states' };

function statements(role: Resource): Statement[] {
  return (role.Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
}

/** `action resource` for each pair a role is granted, ARNs as text with their pseudo parameters. */
function granted(role: Resource): string[] {
  return statements(role)
    .flatMap(({ Action, Resource }) =>
      list(Action).flatMap((action) => list(Resource as object).map((arn) => [action, arn])),
    )
    .filter(([action]) => !COMMON.test(action as string))
    .map(([action, arn]) => `${action} ${text(arn)}`)
    .sort();
}

/** As a pattern of the association spells it: the stage's defaults leave every name open. */
function text(arn: unknown): string {
  if (typeof arn === 'string') return arn;
  return (arn as { 'Fn::Sub': string })['Fn::Sub']
    .replace(/\$\{AWS::Partition\}/g, '{partition}')
    .replace(/\$\{AWS::AccountId\}/g, '{account}');
}

function asked(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.map(({ action, resource }) => `${action} ${open(resource)}`))].sort();
}

/** Fields of a target that are whole ARNs: what the role's pattern is in their place. */
const WHOLE: Readonly<Record<string, string>> = {
  // A datashare's ARN carries the account and Region of its producer.
  '{dataShareArn}': 'arn:{partition}:redshift:*:*:datashare:*',
};

/** Names of the target are what the stage parameters stand for: `*` by default. */
function open(resource: string): string {
  if (WHOLE[resource] !== undefined) return WHOLE[resource];
  return resource.replace(/\{(?!partition\}|account\})\w+\}/g, '*').replace(/\*(\/\*)+$/, '*');
}

describe('roles', () => {
  it('each function has one of its own', () => {
    const used = of('AWS::Lambda::Function').map(([, { Properties }]) => JSON.stringify(Properties.Role));
    expect(new Set(used).size).toBe(used.length);
  });

  it('name no action by a wildcard', () => {
    const actions = roles.flatMap(([, role]) => statements(role).flatMap(({ Action }) => list(Action)));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each(roles)('%s says why where a resource is `*`', (_, role) => {
    const reasons = (role.Metadata?.WhyAnyResource ?? {}) as Record<string, string>;
    for (const { Action, Resource } of statements(role)) {
      if (Resource !== '*') continue;
      const service = list(Action)[0]?.split(':')[0] ?? '';
      expect(reasons[REASONS[service] ?? 'service'], `${list(Action).join(', ')}`).toBeTruthy();
    }
  });
});

describe.each(kinds)('%s may do what the association says it needs, and no more', (kind) => {
  let association: AssociationProvider;
  beforeAll(async () => {
    const loaded = (await import(join(ROOT, 'associations', kind, 'provider.ts'))) as { default: AssociationProvider };
    association = loaded.default;
  });

  it.each(['start', 'check', 'discover', 'restore'] as const)('%s', (task) => {
    const role = template.Resources[`${pascal(task)}${pascal(kind)}Role`] as Resource;
    expect(granted(role)).toEqual(asked(association.permissions[task] ?? []));
  });

  it('every `*` has its reason', () => {
    const { start, check, discover, restore = [] } = association.permissions;
    for (const { action, resource, reason } of [...start, ...check, ...discover, ...restore]) {
      if (resource === '*') expect(reason, action).toBeTruthy();
    }
  });
});

describe('approval teams', () => {
  it('are parted from their actions in the Regions of the stage only: their own ARNs say another', () => {
    const asked = ['Start', 'Check', 'Discover', 'Restore'].flatMap((task) =>
      statements(template.Resources[`${task}PaymentCryptographyMpaTeamRole`] as Resource).filter(({ Action }) =>
        list(Action).some((action) => action.startsWith('payment-cryptography:')),
      ),
    );
    expect(asked).toHaveLength(5);
    for (const { Condition } of asked) expect(Condition).toEqual({ StringLike: { 'aws:RequestedRegion': '*' } });
  });
});

describe('the spoke role', () => {
  it('may do what all functions of all kinds may do at their services', () => {
    const path = join(ROOT, 'templates', 'spoke-role.json');
    const spoke = JSON.parse(readFileSync(path, 'utf8')) as { Resources: Record<string, Resource> };
    const actionsOf = (role: Resource) =>
      statements(role)
        .flatMap(({ Action }) => list(Action))
        .filter((action) => !COMMON.test(action));
    const hub = kinds.flatMap((kind) =>
      ['Start', 'Check', 'Discover', 'Restore'].flatMap((task) =>
        actionsOf(template.Resources[`${task}${pascal(kind)}Role`] as Resource),
      ),
    );
    const there = actionsOf(spoke.Resources.SpokeRole as Resource);
    expect(new Set(there)).toEqual(new Set(hub));
    expect(there.length).toBe(new Set(there).size);
  });
});
