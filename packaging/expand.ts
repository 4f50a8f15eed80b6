/** The one description of a kind, of a role and of a state machine, expanded for all there are. */

import { paceSubstitutions } from '../associations/common/pace.ts';
import { type KindPermissions, type PermissionsByKind, tasks } from '../associations/common/permissions.ts';
import { publishedEvents, requests } from '../events/index.ts';
import { type Parameters, type PolicyStatement, policyStatement, reasonsOf } from './permissions.ts';
import { replacePlaceholders, type Values } from './placeholders.ts';
import { splitRules } from './rules.ts';
import { detailTypesOf, senderResources } from './senders.ts';
import { lookUpStatements, ownDetailTypes } from './signals.ts';
import { accountsIn, listIn } from './stage.ts';
import { type Functions, pascal, type Resources, type Template } from './template.ts';

/** What a function's role allows, besides what templates/role.yml gives every role. */
export interface Role {
  statements: readonly (PolicyStatement | string)[];
  /** Why a statement names any resource. */
  reasons?: string;
}

/** A state machine: its entry in templates/machines.yml. */
export interface Machine extends Role {
  /** What its alarm counts; by default executions that failed, timed out or were aborted. */
  metrics?: readonly unknown[];
  /** Of a kind's machine: where the mappings have the text, which stands once for all kinds. */
  definition: object;
  substitutions: object;
  /** The alarm's description. */
  alarm: string;
}

/** templates/machine.yml */
export interface MachineTemplate {
  resources: Resources;
  metrics: readonly unknown[];
  /** Of a machine that logs. */
  logging: object;
  /** Of a machine with a distributed Map. */
  childStatements: readonly unknown[];
}

/** templates/kind.yml */
export interface KindTemplate {
  functions: Functions;
  roles: Record<string, Role>;
  machine: Machine;
  /** Of a start that takes leases. */
  leaseStatements: readonly unknown[];
  /** The ARN pattern of its machine's executions. */
  executions: unknown;
  resources: Template;
}

export interface Description {
  /** Where alarms go; empty for the stack's own topic. */
  alarmTopicArn: string;
  /** Other accounts that may send requests, separated by commas; empty for none. */
  senderAccounts: string | number;
  /** Accounts whose spoke roles may be assumed, as ids or patterns, separated by commas; and the name of those roles. */
  spokeAccounts: string | number;
  spokeRole: string;
  /** `OFF` for state machines that log nothing. */
  machineLogs: string;
  kinds: PermissionsByKind;
  /** The values of the stage parameters of all kinds, and of `regions`. */
  parameters: Parameters;
  kind: KindTemplate;
  role: Resources;
  machine: MachineTemplate;
  /** Of the functions, roles and machines that all kinds share, by name. */
  functions: Functions;
  roles: Record<string, Role>;
  machines: Record<string, Machine>;
  /** Everything else that all kinds share. */
  resources: Template;
  /** The rules of the cleanup policies and of the signals, by logical id. */
  cleanups: Resources;
  signals: Resources;
}

/** What is made for one kind, or for all of them together. */
interface Part {
  functions: Functions;
  roles: Record<string, Role>;
  machines: Record<string, Machine>;
  resources: Template;
  /** The logical id of the log group. */
  logs: string;
}

/** All functions, and the whole template. */
export function expand(description: Description): { functions: Functions; resources: Template } {
  const { kinds, functions, roles, machines, resources, cleanups, signals, senderAccounts } = description;
  const senders = senderResources(accountsIn('senderAccounts', senderAccounts));
  const parts: Part[] = [
    { functions, roles, machines, resources, logs: 'Logs' },
    ...Object.entries(kinds).map(([kind, { permissions }]) => partOf(kind, permissions, description)),
  ];
  const expanded = {
    functions: merged(parts.map(functionsOf)),
    resources: {
      ...resources,
      Mappings: {
        Definitions: {
          disassociate: { text: JSON.stringify(withoutInnerComments(description.kind.machine.definition)) },
        },
      },
      Resources: merged([...parts.map((part) => resourcesOf(part, description)), cleanups, signals, senders]),
      Outputs: merged(parts.map((part) => part.resources.Outputs)),
    },
  };
  const { functions: all, resources: stack } = replacePlaceholders(expanded, sharedValues(description));
  return { functions: all, resources: { ...stack, Resources: splitRules(stack.Resources) } };
}

/** What every template may name. */
function sharedValues(description: Description): Values {
  const { kinds, kind, alarmTopicArn, spokeAccounts, spokeRole, signals, machines: shared } = description;
  const names = Object.keys(kinds);
  const spokeRoles = listIn('spokeAccounts', spokeAccounts).map(
    (account) => `arn:\${AWS::Partition}:iam::${account}:role/${spokeRole}`,
  );
  const machines = names.map((kind) => ({ Ref: `${pascal(kind)}StateMachine` }));
  const functionArns = (task: string) =>
    names.map((kind) => ({ 'Fn::GetAtt': [`${task}${pascal(kind)}LambdaFunction`, 'Arn'] }));
  return {
    __alarmTopic__: alarmTopicArn === '' ? { Ref: 'AlarmTopic' } : alarmTopicArn,
    __kinds__: names,
    __spokeRoles__: { 'Fn::Sub': spokeRoles.join(',') },
    __spokeRoleArns__: spokeRoles.map((role) => ({ 'Fn::Sub': role })),
    __publishedTypes__: detailTypesOf(publishedEvents),
    __detailTypes__: [...detailTypesOf({ ...requests, ...publishedEvents }), ...ownDetailTypes(signals)],
    __lookUpStatements__: lookUpStatements(signals),
    __machines__: machines,
    __reconcileMachine__: 'reconcile' in shared ? [{ Ref: 'ReconcileStateMachine' }] : [],
    __reconcilingRoles__:
      'reconcile' in shared
        ? ['ReconcileRole', 'ReconcileStateMachineRole'].map((role) => ({ 'Fn::GetAtt': [role, 'Arn'] }))
        : [],
    __noticeMachine__: 'notice' in shared ? [{ Ref: 'NoticeStateMachine' }] : [],
    __machineArns__: { 'Fn::Join': [',', machines] },
    __executions__: names.map((name) => replacePlaceholders(kind.executions, { __kind__: name })),
    __pollFunctions__: functionArns('Poll'),
    __discoverFunctions__: functionArns('Discover'),
    __restoreFunctions__: functionArns('Restore'),
  };
}

function partOf(kind: string, permissions: KindPermissions, { kind: template, parameters }: Description): Part {
  const statements = tasks.flatMap((task) => [
    [`__${task}__`, permissions[task].map((statement) => policyStatement(statement, parameters))],
    [`__${task}Reasons__`, reasonsOf(permissions[task])],
  ]);
  const { startLeases } = permissions;
  const leases: Values =
    startLeases === undefined
      ? { __leaseStatements__: [], __leaseTable__: null }
      : {
          __leaseStatements__: replacePlaceholders(template.leaseStatements, { __leases__: startLeases }),
          __leaseTable__: { Ref: 'RequestsTable' },
        };
  const { functions, roles, machine, resources } = replacePlaceholders(template, {
    __kind__: kind,
    __Kind__: pascal(kind),
    ...leases,
    ...Object.fromEntries(statements),
  });
  const substitutions = { ...machine.substitutions, ...paceSubstitutions };
  const definition = { 'Fn::FindInMap': ['Definitions', 'disassociate', 'text'] };
  const machines = { [kind]: { ...machine, definition, substitutions } };
  return { functions, roles, machines, resources, logs: `${pascal(kind)}Logs` };
}

/** Each with its role, writing JSON to the part's log group; without `disableLogs` the framework adds a group for each. */
function functionsOf({ functions, resources, logs }: Part): Functions {
  const logGroup = resources.Resources[logs]?.Properties?.LogGroupName;
  return Object.fromEntries(
    Object.entries(functions).map(([name, fn]) => {
      // As Fn::GetAtt, the framework would add a DependsOn that says the same.
      const role = { 'Fn::Sub': `\${${pascal(name)}Role.Arn}` };
      return [name, { ...fn, role, logs: { logFormat: 'JSON', logGroup }, disableLogs: true }];
    }),
  );
}

function resourcesOf(
  { roles, machines, resources, logs }: Part,
  { role, machine, machineLogs }: Description,
): Resources {
  return merged([
    resources.Resources,
    ...Object.entries(roles).map(([name, { statements, reasons = null }]) =>
      replacePlaceholders(role, { ...namesOf(name, logs), __statements__: statements, __reasons__: reasons }),
    ),
    ...Object.entries(machines).map(([name, each]) => machineResources(name, each, machine, { logs, machineLogs })),
  ]);
}

function machineResources(
  name: string,
  machine: Machine,
  template: MachineTemplate,
  { logs, machineLogs }: { logs: string; machineLogs: string },
): Resources {
  const { definition, substitutions, statements, reasons = null, alarm, metrics } = machine;
  const names = namesOf(name, logs);
  const maps = JSON.stringify(definition).includes('"DISTRIBUTED"');
  return replacePlaceholders(template.resources, {
    ...names,
    ...('States' in definition
      ? { __definition__: withoutInnerComments(definition), __definitionText__: null }
      : { __definition__: null, __definitionText__: definition }),
    __substitutions__: substitutions,
    __statements__: statements,
    __reasons__: reasons,
    __alarm__: alarm,
    __metrics__: replacePlaceholders(metrics ?? template.metrics, names),
    __logging__: machineLogs === 'OFF' ? null : replacePlaceholders(template.logging, names),
    __childStatements__: maps ? replacePlaceholders(template.childStatements, names) : [],
  });
}

/** The console shows the comments of machines and states; those within a state would take a kind's share of the template. */
function withoutInnerComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInnerComments);
  if (typeof value !== 'object' || value === null) return value;
  const isShown = 'Type' in value || 'StartAt' in value;
  const members = Object.entries(value).filter(([name]) => isShown || name !== 'Comment');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutInnerComments(member)]));
}

function namesOf(name: string, logs: string): Values {
  return { __name__: name, __Name__: pascal(name), __Logs__: logs };
}

function merged<T>(records: readonly Record<string, T>[]): Record<string, T> {
  return Object.assign({}, ...records);
}
