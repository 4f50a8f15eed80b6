/** Creating and deleting the stage's stack. Both return the token that every event of the operation carries. */

import { CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { ulid } from 'ulid';
import type { StackClient } from '../stack-client.ts';

export interface StartedOperation {
  stackId: string;
  token: string;
}

/** @param templateBody of at most 51,200 bytes. */
export async function createStack({ aws, connection }: StackClient, templateBody: string): Promise<StartedOperation> {
  const token = `offboard-${ulid()}`;
  const cloudformation = await aws.cloudformation();
  const { StackId = '' } = await cloudformation.send(
    new CreateStackCommand({
      StackName: connection.stackName,
      TemplateBody: templateBody,
      // A stack that holds nothing yet is no loss, and one that failed to be created takes no update.
      OnFailure: 'DELETE',
      ClientRequestToken: token,
      Tags: [{ Key: 'STAGE', Value: connection.stage }],
    }),
  );
  return { stackId: StackId, token };
}

export async function deleteStack({ aws }: StackClient, stackId: string): Promise<StartedOperation> {
  const token = `offboard-${ulid()}`;
  const cloudformation = await aws.cloudformation();
  await cloudformation.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken: token }));
  return { stackId, token };
}
