/** The CloudFormation stack of a stage, and whether something can be deployed to it. */

import { DescribeStacksCommand, GetTemplateSummaryCommand } from '@aws-sdk/client-cloudformation';
import { ClientError } from '../errors.ts';
import { parseObject } from '../json.ts';
import { isMissingStack } from '../stack.ts';
import type { StackClient } from '../stack-client.ts';

export interface DeployedStack {
  id: string;
  status: string;
  outputs: Readonly<Record<string, string>>;
  /** Where templates and code are uploaded to. */
  bucket: string | undefined;
}

/** Undefined where there is none. */
export async function readDeployedStack({ aws, connection }: StackClient): Promise<DeployedStack | undefined> {
  const cloudformation = await aws.cloudformation();
  const described = await cloudformation
    .send(new DescribeStacksCommand({ StackName: connection.stackName }))
    .catch((error: Error) => {
      if (isMissingStack(error)) return undefined;
      throw error;
    });
  const [stack] = described?.Stacks ?? [];
  if (stack === undefined) return undefined;
  const { StackId: id = '', StackStatus: status = '', Outputs = [] } = stack;
  const outputs = Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  return { id, status, outputs, bucket: outputs.ServerlessDeploymentBucketName };
}

/** Stacks in these states take no change set. */
const REMOVE_FIRST = /^(CREATE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED|DELETE_FAILED|REVIEW_IN_PROGRESS)$/;

/** @throws ClientError FAILED for a stack that cannot be updated now, with what to do first. */
export function checkUpdatable({ connection }: StackClient, { status }: DeployedStack): void {
  const { stackName } = connection;
  const refuse = (hint: ConstructorParameters<typeof ClientError>[2]) =>
    new ClientError('FAILED', `stack ${stackName} is ${status}, which takes no update`, hint as string);
  if (REMOVE_FIRST.test(status)) throw refuse({ text: 'remove it first with', command: 'remove' });
  if (status.endsWith('_IN_PROGRESS')) throw refuse('wait until the other operation has ended');
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    throw refuse(`first: aws cloudformation continue-update-rollback --stack-name ${stackName}`);
  }
}

/** The member of the template's Metadata in which stage parameters are kept, so that the next deployment knows them. */
export const PARAMETERS = 'OffboardStageParameters';

/** Those that the last deployment was given. */
export async function readStageParameters({ aws, connection }: StackClient): Promise<Record<string, string>> {
  const cloudformation = await aws.cloudformation();
  const { Metadata } = await cloudformation.send(new GetTemplateSummaryCommand({ StackName: connection.stackName }));
  return (parseObject(Metadata)?.[PARAMETERS] ?? {}) as Record<string, string>;
}
