/**
 * CloudFormation as far as a deployment needs it: stacks of real buckets and of resources that are only written down, change
 * sets, events, rollbacks. It reads templates and looks for code in local AWS's S3, as CloudFormation does in S3.
 */

import { isDeepStrictEqual } from 'node:util';
import { type Aws, AwsError, type Identity, type Operation, type Service } from '@offboard/local-aws/service';
import type { Template } from '../../packaging/template.ts';

const VERSION = '2010-05-15';
const IDENTITY: Identity = { arn: 'cloudformation.amazonaws.com', account: '111122223333' };

interface SimulatedStack {
  name: string;
  id: string;
  status: string;
  template: Template;
  events: Record<string, unknown>[];
  /** Of the present operation, not yet shown; what the last one does comes true with it. */
  pending: { event: Record<string, unknown>; then?: () => void }[];
}

interface SimulatedChangeSet {
  id: string;
  stack: SimulatedStack;
  template: Template;
  changes: { Action: string; LogicalResourceId: string; ResourceType: string; Replacement?: string }[];
}

export interface SimulatedCloudFormation {
  service: Service;
  stack(name: string): SimulatedStack | undefined;
  changeSets: ReadonlyMap<string, SimulatedChangeSet>;
  /** Logical id -> the reason for which its next creation or update fails. */
  failures: Map<string, string>;
}

/** Changes a DescribeChangeSet answers with, events a DescribeStackEvents; few, so that tests meet several pages. */
const PAGE = 100;

export function simulateCloudFormation(aws: Aws): SimulatedCloudFormation {
  const stacks = new Map<string, SimulatedStack>();
  const changeSets = new Map<string, SimulatedChangeSet>();
  const failures = new Map<string, string>();
  let number = 0;

  const find = (name: string): SimulatedStack => {
    const found = stacks.get(name) ?? [...stacks.values()].find(({ id }) => id === name);
    if (found && (found.status !== 'DELETE_COMPLETE' || found.id === name)) return found;
    throw new AwsError('ValidationError', `Stack with id ${name} does not exist`);
  };

  const physicalId = ({ name, template }: SimulatedStack, id: string) => {
    const own = `${name}-${id}`.toLowerCase();
    const isMachine = template.Resources[id]?.Type === 'AWS::StepFunctions::StateMachine';
    return isMachine ? `arn:aws:states:${aws.region}:${aws.account}:stateMachine:${own}` : own;
  };

  /** Puts the events of an operation in line. */
  const operation = (stack: SimulatedStack, token: string | undefined) => {
    const push = (id: string, type: string, status: string, reason?: string, then?: () => void) => {
      const event = {
        EventId: String(++number),
        StackId: stack.id,
        StackName: stack.name,
        LogicalResourceId: id,
        PhysicalResourceId: id === stack.name ? stack.id : physicalId(stack, id),
        ResourceType: type,
        ResourceStatus: status,
        ResourceStatusReason: reason,
        ClientRequestToken: token,
        Timestamp: new Date(aws.clock.now()),
      };
      stack.pending.push({ event, ...(then && { then }) });
    };
    return {
      resource: push,
      stack: (status: string, reason?: string, then?: () => void) =>
        push(stack.name, 'AWS::CloudFormation::Stack', status, reason, () => {
          stack.status = status;
          then?.();
        }),
    };
  };

  const call = <Output>(service: string, name: string, input: unknown) =>
    aws.call<Output>(service, name, input, { identity: IDENTITY });

  /** Why a resource cannot be made, if it cannot. */
  const problemOf = async (stack: SimulatedStack, id: string, { Type, Properties }: Template['Resources'][string]) => {
    const scripted = failures.get(id);
    failures.delete(id);
    if (scripted !== undefined || Type !== 'AWS::Lambda::Function') return scripted;
    const { S3Key } = (Properties as { Code: { S3Key: string } }).Code;
    const Bucket = physicalId(stack, 'ServerlessDeploymentBucket');
    return call('s3', 'HeadObject', { Bucket, Key: S3Key }).then(
      () => undefined,
      () => `Error occurred while GetObject. S3 Error Code: NoSuchKey. (${S3Key})`,
    );
  };

  const create = async (stack: SimulatedStack, token: string | undefined) => {
    const run = operation(stack, token);
    run.stack('CREATE_IN_PROGRESS', 'User Initiated');
    for (const [id, { Type }] of Object.entries(stack.template.Resources)) {
      if (Type === 'AWS::S3::Bucket') await call('s3', 'CreateBucket', { Bucket: physicalId(stack, id) });
      run.resource(id, Type, 'CREATE_IN_PROGRESS');
      run.resource(id, Type, 'CREATE_COMPLETE');
    }
    run.stack('CREATE_COMPLETE');
  };

  const update = async ({ stack, changes, template }: SimulatedChangeSet, token: string | undefined) => {
    const run = operation(stack, token);
    run.stack('UPDATE_IN_PROGRESS', 'User Initiated');
    for (const [index, { Action, LogicalResourceId: id, ResourceType: type }] of changes.entries()) {
      const verb = { Add: 'CREATE', Modify: 'UPDATE', Remove: 'DELETE' }[Action] ?? '';
      run.resource(id, type, `${verb}_IN_PROGRESS`);
      const resource = template.Resources[id];
      const problem = resource && (await problemOf(stack, id, resource));
      if (problem === undefined) {
        run.resource(id, type, `${verb}_COMPLETE`);
        continue;
      }
      run.resource(id, type, `${verb}_FAILED`, problem);
      const next = changes[index + 1];
      if (next) run.resource(next.LogicalResourceId, next.ResourceType, 'CREATE_FAILED', 'Resource creation cancelled');
      run.stack('UPDATE_ROLLBACK_IN_PROGRESS', `The following resource(s) failed: [${id}].`);
      for (const done of changes.slice(0, index))
        run.resource(done.LogicalResourceId, done.ResourceType, 'DELETE_COMPLETE');
      run.stack('UPDATE_ROLLBACK_COMPLETE');
      return;
    }
    run.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    run.stack('UPDATE_COMPLETE', undefined, () => {
      stack.template = template;
    });
  };

  const notEmpty = async (Bucket: string) => {
    const { KeyCount } = await call<{ KeyCount: number }>('s3', 'ListObjectsV2', { Bucket });
    return KeyCount > 0 ? 'The bucket you tried to delete is not empty' : undefined;
  };

  const remove = async (stack: SimulatedStack, token: string | undefined) => {
    const run = operation(stack, token);
    run.stack('DELETE_IN_PROGRESS', 'User Initiated');
    const failed: string[] = [];
    for (const [id, resource] of Object.entries(stack.template.Resources)) {
      const { Type } = resource;
      if ((resource as { DeletionPolicy?: string }).DeletionPolicy?.startsWith('Retain')) {
        run.resource(id, Type, 'DELETE_SKIPPED');
        continue;
      }
      const problem = Type === 'AWS::S3::Bucket' ? await notEmpty(physicalId(stack, id)) : undefined;
      run.resource(id, Type, problem === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', problem);
      if (problem !== undefined) failed.push(id);
    }
    if (failed.length === 0) run.stack('DELETE_COMPLETE');
    else run.stack('DELETE_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}].`);
  };

  // biome-ignore lint/suspicious/noExplicitAny: each operation has an input of its own shape
  const operations: Record<string, (input: any) => unknown> = {
    CreateStack: async ({ StackName, TemplateBody, ClientRequestToken }) => {
      const id = `arn:aws:cloudformation:${aws.region}:${aws.account}:stack/${StackName}/${++number}`;
      const template = JSON.parse(TemplateBody) as Template;
      const stack: SimulatedStack = {
        name: StackName,
        id,
        status: 'CREATE_IN_PROGRESS',
        template,
        events: [],
        pending: [],
      };
      stacks.set(StackName, stack);
      await create(stack, ClientRequestToken);
      return { StackId: id };
    },
    DescribeStacks: ({ StackName }) => {
      const stack = find(StackName);
      return {
        Stacks: [
          {
            StackId: stack.id,
            StackName: stack.name,
            StackStatus: stack.status,
            CreationTime: new Date(aws.clock.now()),
            Outputs: Object.entries(stack.template.Outputs).map(([OutputKey, output]) => {
              const { Value } = output as { Value: { Ref?: string } | string };
              const ref = typeof Value === 'string' ? undefined : Value.Ref;
              return { OutputKey, OutputValue: ref === undefined ? JSON.stringify(Value) : physicalId(stack, ref) };
            }),
          },
        ],
      };
    },
    GetTemplateSummary: ({ StackName }) => {
      const { Metadata } = find(StackName).template;
      return { Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata) };
    },
    CreateChangeSet: async ({ StackName, ChangeSetName, TemplateURL, Capabilities = [] }) => {
      const stack = find(StackName);
      const [, Bucket, Key] = /^\/([^/]+)\/(.+)$/.exec(new URL(TemplateURL).pathname) ?? [];
      const { Body } = await call<{ Body: Buffer }>('s3', 'GetObject', { Bucket, Key });
      const template = JSON.parse(Body.toString()) as Template;
      const [now, next] = [stack.template.Resources, template.Resources];
      if (
        Object.values(next).some(({ Type }) => Type === 'AWS::IAM::Role') &&
        !Capabilities.includes('CAPABILITY_NAMED_IAM')
      )
        throw new AwsError('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]');
      const changes = [...new Set([...Object.keys(now), ...Object.keys(next)])].flatMap((id) => {
        if (isDeepStrictEqual(now[id], next[id])) return [];
        const Action = now[id] === undefined ? 'Add' : next[id] === undefined ? 'Remove' : 'Modify';
        const ResourceType = (next[id] ?? now[id])?.Type ?? '';
        return [{ Action, LogicalResourceId: id, ResourceType, ...(Action === 'Modify' && { Replacement: 'False' }) }];
      });
      const id = `arn:aws:cloudformation:${aws.region}:${aws.account}:changeSet/${ChangeSetName}/${++number}`;
      changeSets.set(id, { id, stack, template, changes });
      return { Id: id, StackId: stack.id };
    },
    DescribeChangeSet: ({ ChangeSetName, NextToken = '0' }) => {
      const { changes, id } = changeSetOf(ChangeSetName);
      if (changes.length === 0) {
        const StatusReason =
          "The submitted information didn't contain changes. Submit different information to create a change set.";
        return { ChangeSetId: id, Status: 'FAILED', StatusReason };
      }
      const refused = failures.get('ChangeSet');
      if (refused !== undefined) return { ChangeSetId: id, Status: 'FAILED', StatusReason: refused };
      const end = Number(NextToken) + PAGE;
      return {
        ChangeSetId: id,
        Status: 'CREATE_COMPLETE',
        Changes: changes.slice(end - PAGE, end).map((change) => ({ Type: 'Resource', ResourceChange: change })),
        NextToken: end < changes.length ? String(end) : undefined,
      };
    },
    ExecuteChangeSet: async ({ ChangeSetName, ClientRequestToken }) => {
      const changeSet = changeSetOf(ChangeSetName);
      changeSets.delete(changeSet.id);
      await update(changeSet, ClientRequestToken);
      return {};
    },
    DeleteChangeSet: ({ ChangeSetName }) => {
      changeSets.delete(changeSetOf(ChangeSetName).id);
      return {};
    },
    DescribeStackEvents: ({ StackName, NextToken = '0' }) => {
      const stack = find(StackName);
      // The operation goes on a little whenever somebody reads its events.
      for (const { event, then } of NextToken === '0' ? stack.pending.splice(0, 150) : []) {
        stack.events.unshift(event);
        then?.();
      }
      const end = Number(NextToken) + PAGE;
      const next = end < stack.events.length ? String(end) : undefined;
      return { StackEvents: stack.events.slice(end - PAGE, end), NextToken: next };
    },
    DeleteStack: async ({ StackName, ClientRequestToken }) => {
      await remove(find(StackName), ClientRequestToken);
      return {};
    },
  };

  const changeSetOf = (id: string): SimulatedChangeSet => {
    const found = changeSets.get(id);
    if (found) return found;
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${id}] does not exist`, { status: 404 });
  };

  const served = Object.entries(operations).map(([name, run]): [string, Operation] => [
    name,
    { permissions: () => [], run },
  ]);
  return {
    service: {
      name: 'cloudformation',
      signingName: 'cloudformation',
      protocol: 'awsQuery',
      version: VERSION,
      namespace: `http://cloudformation.amazonaws.com/doc/${VERSION}/`,
      operations: Object.fromEntries(served),
    },
    stack: (name) => stacks.get(name),
    changeSets,
    failures,
  };
}
