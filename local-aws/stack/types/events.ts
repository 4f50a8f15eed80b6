import type {
  DescribeEventBusResponse,
  ListTargetsByRuleResponse,
  PutPermissionRequest,
  PutRuleRequest,
  PutTargetsResponse,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { connectionArns } from '../../core/connection-arns.ts';
import { alreadyThere } from './already-there.ts';
import { type Deployment, type Named, type Resource, type ResourceTypes, regionalArn } from './contract.ts';

export const eventsTypes: ResourceTypes = {
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    ref: ({ name }) => name,
    attributes: {
      Arn: (bus) => regionalArn('events', bus, `event-bus/${bus.name}`),
      Name: ({ name }) => name,
    },
    async deploy({ properties }, { aws, identity }) {
      const { Name, Description } = properties;
      await alreadyThere(['ResourceAlreadyExistsException'], () =>
        aws.call('eventbridge', 'CreateEventBus', { Name, Description }, { identity }),
      );
    },
  },

  'AWS::Events::EventBusPolicy': {
    nameProperty: 'StatementId',
    ref: (policy) => `${policy.property('EventBusName') ?? 'default'}|${policy.name}`,
    deploy: deployPolicy,
    async remove(physicalId, { aws, identity }) {
      const [EventBusName, StatementId] = physicalId.split('|');
      await aws.call('eventbridge', 'RemovePermission', { EventBusName, StatementId }, { identity });
    },
  },

  'AWS::Events::Connection': {
    nameProperty: 'Name',
    ref: ({ name }) => name,
    attributes: {
      Arn: (connection) => connectionArns(connection.name, connection).arn,
      SecretArn: (connection) => connectionArns(connection.name, connection).secretArn,
    },
    async deploy({ properties, physicalId: Name }, { aws, identity }) {
      const call = (operation: string) => aws.call('eventbridge', operation, { ...properties, Name }, { identity });
      if (await alreadyThere(['ResourceAlreadyExistsException'], () => call('CreateConnection')))
        await call('UpdateConnection');
    },
  },

  'AWS::Events::Rule': {
    nameProperty: 'Name',
    // A rule on a bus of its own is known by both names (CloudFormation's reference, AWS::Events::Rule, Ref).
    ref: (rule) => rulePath(rule).replace('/', '|'),
    attributes: { Arn: (rule) => regionalArn('events', rule, `rule/${rulePath(rule)}`) },
    deploy: deployRule,
    async remove(physicalId, deployment) {
      const [Name = '', EventBusName] = physicalId.split('|').toReversed();
      const bus = EventBusName === undefined ? {} : { EventBusName };
      await removeFormerTargets(Name, bus, [], deployment);
      await deployment.aws.call('eventbridge', 'DeleteRule', { Name, ...bus }, { identity: deployment.identity });
    },
  },
};

/** `bus/rule`, or `rule` on the default bus. */
function rulePath({ name, property }: Named): string {
  const bus = property('EventBusName');
  if (typeof bus !== 'string' || bus === 'default') return name;
  return `${bus.slice(bus.lastIndexOf('/') + 1)}/${name}`;
}

interface Statement {
  Sid?: string;
  [element: string]: unknown;
}

/** PutPermission takes a statement in parts, or the bus's whole policy: a Statement joins those that are there. */
async function deployPolicy({ properties }: Resource, { aws, identity }: Deployment): Promise<void> {
  const { Statement: given, ...parts } = properties as PutPermissionRequest & { Statement?: Statement };
  const { EventBusName = 'default', StatementId } = parts;
  const put = (input: PutPermissionRequest) => aws.call('eventbridge', 'PutPermission', input, { identity });
  if (given === undefined) {
    await put(parts);
    return;
  }
  const bus = await aws.call<DescribeEventBusResponse>(
    'eventbridge',
    'DescribeEventBus',
    { Name: EventBusName },
    { identity },
  );
  const policy = JSON.parse(bus.Policy ?? '{"Version":"2012-10-17","Statement":[]}') as { Statement: Statement[] };
  const others = policy.Statement.filter(({ Sid }) => Sid !== StatementId);
  const statement = { Sid: StatementId, ...given };
  await put({ EventBusName, Policy: JSON.stringify({ ...policy, Statement: [...others, statement] }) });
}

async function deployRule({ logicalId, properties, physicalId }: Resource, deployment: Deployment): Promise<void> {
  const { aws, identity } = deployment;
  const {
    Targets = [],
    EventPattern,
    Name: _,
    ...settings
  } = properties as unknown as Omit<PutRuleRequest, 'EventPattern'> & { Targets?: Target[]; EventPattern?: object };
  const name = physicalId.slice(physicalId.lastIndexOf('|') + 1);
  const bus = settings.EventBusName === undefined ? {} : { EventBusName: settings.EventBusName };
  const pattern = EventPattern === undefined ? {} : { EventPattern: JSON.stringify(EventPattern) };
  await aws.call('eventbridge', 'PutRule', { ...settings, ...pattern, Name: name }, { identity });
  await removeFormerTargets(name, bus, Targets, deployment);
  if (Targets.length === 0) return;
  const { FailedEntries = [] } = await aws.call<PutTargetsResponse>(
    'eventbridge',
    'PutTargets',
    { Rule: name, ...bus, Targets },
    { identity },
  );
  for (const { TargetId, ErrorCode, ErrorMessage } of FailedEntries) {
    throw new Error(`the target '${TargetId}' of the rule '${logicalId}' was refused: ${ErrorCode}: ${ErrorMessage}`);
  }
}

/** A rule kept from an earlier run may have targets that the template has no longer. */
async function removeFormerTargets(
  Rule: string,
  bus: { EventBusName?: string },
  targets: readonly Target[],
  { aws, identity }: Deployment,
): Promise<void> {
  const listed = await aws.call<ListTargetsByRuleResponse>(
    'eventbridge',
    'ListTargetsByRule',
    { Rule, ...bus },
    { identity },
  );
  const wanted = new Set(targets.map(({ Id }) => Id));
  const Ids = (listed.Targets ?? []).map(({ Id }) => Id).filter((id) => !wanted.has(id));
  if (Ids.length === 0) return;
  await aws.call<RemoveTargetsResponse>('eventbridge', 'RemoveTargets', { Rule, ...bus, Ids }, { identity });
}
