/** What an update would change, as CloudFormation finds it, and the update itself. */

import {
  type Change,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { ulid } from 'ulid';
import { ClientError } from '../errors.ts';
import { waitForNextPoll } from '../executions/wait.ts';
import type { StackClient } from '../stack-client.ts';

export interface ResourceChange {
  action: 'Add' | 'Modify' | 'Remove' | string;
  logicalId: string;
  type: string;
  /** `True` or `Conditional`: the resource is made anew, and what it held is gone. */
  replacement?: string;
}

export interface ChangeSet {
  /** Its ARN. */
  id: string;
  changes: readonly ResourceChange[];
}

/** CloudFormation's reasons for a change set that has nothing in it; there is no code for it. */
const NO_CHANGES = /didn't contain changes|No updates are to be performed/;

/**
 * Of the stage's stack, which exists.
 * @returns undefined where nothing would change. @throws ClientError FAILED with CloudFormation's reason.
 */
export async function createChangeSet(client: StackClient, templateUrl: string): Promise<ChangeSet | undefined> {
  const { stackName: StackName, stage } = client.connection;
  const cloudformation = await client.aws.cloudformation();
  const { Id = '' } = await cloudformation.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: `offboard-${ulid()}`,
      ChangeSetType: 'UPDATE',
      TemplateURL: templateUrl,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      Tags: [{ Key: 'STAGE', Value: stage }],
    }),
  );
  const described = await createdChangeSet(client, Id);
  if (described.Status === 'CREATE_COMPLETE') return { id: Id, changes: await readChanges(client, described) };
  await deleteChangeSet(client, { id: Id });
  const { StatusReason = 'CloudFormation gave no reason' } = described;
  if (NO_CHANGES.test(StatusReason)) return undefined;
  throw new ClientError('FAILED', `CloudFormation refuses the change set: ${StatusReason}`, 'nothing was changed');
}

async function createdChangeSet(client: StackClient, ChangeSetName: string): Promise<DescribeChangeSetOutput> {
  const cloudformation = await client.aws.cloudformation();
  for (;;) {
    const described = await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName }));
    if (!/_(PENDING|IN_PROGRESS)$/.test(described.Status ?? '')) return described;
    await waitForNextPoll(client);
  }
}

async function readChanges(client: StackClient, first: DescribeChangeSetOutput): Promise<ResourceChange[]> {
  const cloudformation = await client.aws.cloudformation();
  const changes = [...(first.Changes ?? [])];
  let { NextToken } = first;
  while (NextToken !== undefined) {
    const page: DescribeChangeSetOutput = await cloudformation.send(
      new DescribeChangeSetCommand({ ChangeSetName: first.ChangeSetId, NextToken }),
    );
    changes.push(...(page.Changes ?? []));
    ({ NextToken } = page);
  }
  return changes.flatMap(changeOf);
}

function changeOf({ ResourceChange: change }: Change): ResourceChange[] {
  if (change === undefined) return [];
  const { Action = '', LogicalResourceId = '', ResourceType = '', Replacement } = change;
  const replacement = Replacement === undefined || Replacement === 'False' ? {} : { replacement: Replacement };
  return [{ action: Action, logicalId: LogicalResourceId, type: ResourceType, ...replacement }];
}

/** @returns the token that every event of the update carries. */
export async function executeChangeSet({ aws }: StackClient, { id }: Pick<ChangeSet, 'id'>): Promise<string> {
  const token = `offboard-${ulid()}`;
  const cloudformation = await aws.cloudformation();
  await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: token }));
  return token;
}

export async function deleteChangeSet({ aws }: StackClient, { id }: Pick<ChangeSet, 'id'>): Promise<void> {
  const cloudformation = await aws.cloudformation();
  await cloudformation.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
}
