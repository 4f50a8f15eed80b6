import type { DescribeEventBusResponse, PutPermissionRequest } from '@aws-sdk/client-eventbridge';
import { AwsError, type Call } from '../../core/aws.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import { busName, DEFAULT_BUS } from '../state/arns.ts';
import type { Bus } from '../state/buses.ts';
import { alreadyExists, limitExceeded, validationException } from '../state/errors.ts';
import type { Operations } from './inputs.ts';
import { pageOf } from './paging.ts';
import { tagsOf } from './tags.ts';

/** EventBridge quotas, per Region. */
const MOST_BUSES = 100;

export function busOperations({ aws, buses, rules }: EventBridgeParts) {
  const on = (action: string, given: string | undefined, call: Call) => [
    { action: `events:${action}`, resource: busName(given, call).arn },
  ];

  return {
    CreateEventBus: {
      permissions: ({ Name }, call) => on('CreateEventBus', Name, call),
      run({ Name, Description, DeadLetterConfig, Tags }, call) {
        const bus = busName(Name, call);
        if (bus.name.includes('/')) throw validationException("Event bus name must not contain '/'.");
        if (buses.find(bus)) throw alreadyExists(bus.name);
        if (buses.list(busName(undefined, call)).length >= MOST_BUSES) throw limitExceeded();
        const now = aws.clock.now();
        const settings = {
          ...(Description === undefined ? {} : { description: Description }),
          ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetters: DeadLetterConfig.Arn }),
        };
        buses.put({ ...bus, ...settings, created: now, modified: now, tags: tagsOf(Tags) });
        return { EventBusArn: bus.arn, Description, DeadLetterConfig };
      },
    },
    DeleteEventBus: {
      permissions: ({ Name }, call) => on('DeleteEventBus', Name, call),
      run({ Name }, call) {
        const bus = busName(Name, call);
        if (bus.name === DEFAULT_BUS) throw validationException('Cannot delete event bus default.');
        if (rules.on(bus).length > 0) throw validationException("Event bus can't be deleted since it has rules.");
        buses.delete(bus);
        return {};
      },
    },
    DescribeEventBus: {
      permissions: ({ Name }, call) => on('DescribeEventBus', Name, call),
      run({ Name }, call) {
        const bus = buses.get(busName(Name, call));
        const DeadLetterConfig = bus.deadLetters === undefined ? undefined : { Arn: bus.deadLetters };
        return { ...described(bus), DeadLetterConfig };
      },
    },
    ListEventBuses: {
      permissions: (_input, call) => [{ action: 'events:ListEventBuses', resource: busName('*', call).arn }],
      run({ NamePrefix = '', ...input }, call) {
        const found = buses.list(busName(undefined, call)).filter(({ name }) => name.startsWith(NamePrefix));
        const { rows, token } = pageOf(found, ({ name }) => name, input);
        return { EventBuses: rows.map(described), ...(token === undefined ? {} : { NextToken: token }) };
      },
    },
    PutPermission: {
      permissions: ({ EventBusName }, call) => on('PutPermission', EventBusName, call),
      run(input, call) {
        const bus = buses.get(busName(input.EventBusName, call));
        const policy = input.Policy === undefined ? withStatement(bus, input) : readPolicy(input.Policy);
        buses.put({ ...bus, policy, modified: aws.clock.now() });
        return {};
      },
    },
    RemovePermission: {
      permissions: ({ EventBusName }, call) => on('RemovePermission', EventBusName, call),
      run({ EventBusName, StatementId, RemoveAllPermissions }, call) {
        const { policy, ...bus } = buses.get(busName(EventBusName, call));
        const all = statementsOf(policy);
        const left = RemoveAllPermissions ? [] : all.filter(({ Sid }) => Sid !== StatementId);
        if (!RemoveAllPermissions && left.length === all.length) {
          throw new AwsError('ResourceNotFoundException', 'Statement with the provided id does not exist.');
        }
        const kept = left.length === 0 ? {} : { policy: { ...policy, Statement: left } };
        buses.put({ ...bus, ...kept, modified: aws.clock.now() });
        return {};
      },
    },
  } satisfies Operations;
}

function described({ name, arn, description, policy, created, modified }: Bus): DescribeEventBusResponse {
  return {
    Name: name,
    Arn: arn,
    ...(description === undefined ? {} : { Description: description }),
    ...(policy === undefined ? {} : { Policy: JSON.stringify(policy) }),
    CreationTime: new Date(created),
    LastModifiedTime: new Date(modified),
  };
}

interface Statement {
  Sid?: string;
  [element: string]: unknown;
}

export function statementsOf(policy: object | undefined): Statement[] {
  const statement = (policy as { Statement?: Statement | Statement[] } | undefined)?.Statement ?? [];
  return Array.isArray(statement) ? statement : [statement];
}

function readPolicy(text: string): object {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return policy;
  } catch {
    // Refused below, as every other text that is no policy.
  }
  throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json');
}

/** The older form: one statement in parts, which replaces one with the same id. */
function withStatement(bus: Bus, { Action, Principal, StatementId, Condition }: PutPermissionRequest): object {
  if (!Action || !Principal || !StatementId) {
    throw validationException('Parameter(s) Action, Principal, StatementId must be specified.');
  }
  const statement = {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: bus.arn,
    ...(Condition ? { Condition: { [Condition.Type ?? '']: { [Condition.Key ?? '']: Condition.Value } } } : {}),
  };
  const others = statementsOf(bus.policy).filter(({ Sid }) => Sid !== StatementId);
  return { Version: '2012-10-17', Statement: [...others, statement] };
}
