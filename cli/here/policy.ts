/** IAM statements for the caller's own account, as they are asked for. */

import type { Statement, Task } from '../../associations/common/permissions.ts';
import { resourceOf } from '../../associations/common/permissions.ts';
import { kinds as allKinds, associationOf, type Kind } from '../../associations/registry.ts';
import type { Here } from '../../client/connection.ts';
import type { StoredPlan } from '../../client/plans/find.ts';
import { accountOf } from '../../events/where.ts';

export interface PolicyStatement {
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
}

/** Of the stage parameters of all kinds. */
const DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  allKinds
    .flatMap((kind) => associationOf(kind).permissions.parameters)
    .map((parameter) => [parameter.name, parameter.default]),
);

/** What resources are narrowed by: the account, and stage parameters. */
type Scope = Pick<Here, 'account' | 'parameters'>;

/** What the tasks of these kinds need in this account: a statement for each set of resources. */
export function statementsFor(kinds: readonly Kind[], tasks: readonly Task[], scope: Scope): PolicyStatement[] {
  const values = { partition: 'aws', regions: '*', ...DEFAULTS, ...scope.parameters, account: scope.account };
  const all = kinds.flatMap((kind) => {
    const { permissions } = associationOf(kind);
    return tasks.flatMap((task) => permissions[task]).map((statement) => policyStatement(statement, values));
  });
  const groups = Map.groupBy(all, ({ Resource }) => Resource.join());
  return Array.from(groups.values(), (statements) => ({
    Effect: 'Allow',
    Action: [...new Set(statements.flatMap(({ Action }) => Action))].toSorted(),
    Resource: statements[0]?.Resource ?? [],
  }));
}

function policyStatement({ actions, resources }: Statement, values: Readonly<Record<string, string>>): PolicyStatement {
  return { Effect: 'Allow', Action: [...actions], Resource: resources.map((resource) => resourceOf(resource, values)) };
}

/** For --all-regions and --organization. */
const LISTS = ['account:ListRegions', 'organizations:ListAccounts'];

/** The policy for a command with --here: the tasks of these kinds, in this account and through the stack's spoke roles. */
export function policyHere(kinds: readonly Kind[], tasks: readonly Task[], here: Here) {
  const assume = { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: here.spokeRoles };
  const everywhere = { Effect: 'Allow', Action: LISTS, Resource: ['*'] };
  return { Version: '2012-10-17', Statement: [...statementsFor(kinds, tasks, here), assume, everywhere] };
}

export interface MissingPermission {
  account: string;
  /** Whose policy lacks it: the role that was assumed, or the caller's own where absent. */
  roleArn?: string;
  statement: PolicyStatement;
}

/** The statements that would have let the plan's denied searches read. */
export function missingPermissions({ inaccessible, stack }: StoredPlan, here: Scope): MissingPermission[] {
  const { account: home, parameters } = here;
  // Denied by the stage's own roles, which its parameters narrow.
  const ownRoles = `:assumed-role/${stack.slice(stack.lastIndexOf('/') + 1)}-`;
  const missing = inaccessible
    .filter(({ error, message }) => /^AccessDenied|Unauthorized/.test(error) && !message.includes(ownRoles))
    .flatMap(({ kind, where, message }) => {
      const { roleArn } = where;
      const account = accountOf(where, home);
      const statements = assumeDenied(message, roleArn) ?? deniedStatements(kind, { account, parameters }, message);
      // Who may not assume the role lacks it in the caller's own account.
      const owner = roleArn === undefined || message.includes('sts:AssumeRole') ? {} : { roleArn };
      return statements.map((statement) => ({ account: 'roleArn' in owner ? account : home, ...owner, statement }));
    });
  return [...new Map(missing.map((each) => [JSON.stringify(each), each])).values()];
}

function assumeDenied(message: string, roleArn: string | undefined): PolicyStatement[] | undefined {
  if (roleArn === undefined || !message.includes('sts:AssumeRole')) return undefined;
  return [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [roleArn] }];
}

/** Of a kind's discovery the one action that AWS's message names, or else everything that it needs. */
export function deniedStatements(kind: Kind, scope: Scope, message: string): PolicyStatement[] {
  const statements = statementsFor([kind], ['discover'], scope);
  const named = statements.flatMap((statement) => {
    const Action = statement.Action.filter((action) => message.includes(`perform: ${action}`));
    return Action.length > 0 ? [{ ...statement, Action }] : [];
  });
  return named.length > 0 ? named : [...statements];
}
