/** The adversary: one role with PutEvents and a random choice of further permissions, over the wire. */

import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  type ExecutionListItem,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Answer } from '../../../offboardings/answer.ts';
import type { Harness } from '../../common/harness.ts';
import { attest, type Credentials, clientConfig, sendAnswer } from '../../offboardings/requests.ts';

/** What IAM may let an insider do beside putting requests on the bus. */
const PERMISSIONS = {
  StartExecution: ['states:StartExecution'],
  GetExecutionHistory: ['states:ListExecutions', 'states:DescribeExecution', 'states:GetExecutionHistory'],
  SendTaskSuccess: ['states:SendTaskSuccess'],
  StopExecution: ['states:ListExecutions', 'states:StopExecution'],
  PutObject: ['s3:PutObject', 's3:GetObject', 's3:ListBucket', 's3:DeleteObject'],
  attest: ['lambda:InvokeFunction'],
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** As IAM names the person behind every session of the role. */
export const INSIDER = 'role/insider';

/** The user's name of the mistaken operator, who may do everything. */
export const OPERATOR = 'oscar';

export class Insider {
  readonly permissions: readonly Permission[];
  readonly #harness: Harness;
  readonly #credentials: Credentials;
  readonly #clients: { events: EventBridgeClient; sfn: SFNClient; s3: S3Client };

  private constructor(harness: Harness, permissions: readonly Permission[], credentials: Credentials) {
    this.permissions = permissions;
    this.#harness = harness;
    this.#credentials = credentials;
    const config = clientConfig(harness, credentials);
    this.#clients = { events: new EventBridgeClient(config), sfn: new SFNClient(config), s3: new S3Client(config) };
  }

  static async arrive(harness: Harness, next: () => number): Promise<Insider> {
    const permissions = (Object.keys(PERMISSIONS) as Permission[]).filter(() => next() < 0.7);
    const { account } = harness.runtime.info();
    const Action = ['events:PutEvents', ...permissions.flatMap((permission) => PERMISSIONS[permission])];
    harness.runtime.iam.addRole({
      arn: `arn:aws:iam::${account}:${INSIDER}`,
      trust: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
      policies: [{ PolicyName: 'own', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }],
    });
    return new Insider(harness, permissions, await sessionOf(harness, 'mallory'));
  }

  /** @throws Error where the bus takes none of it. */
  async put(details: readonly unknown[], DetailType = 'DisassociationRequested', Source = 'insider'): Promise<void> {
    const EventBusName = this.#harness.runtime.info().stack;
    const Entries = details.map((detail) => ({ EventBusName, Source, DetailType, Detail: JSON.stringify(detail) }));
    for (let from = 0; from < Entries.length; from += 10) {
      await this.#clients.events.send(new PutEventsCommand({ Entries: Entries.slice(from, from + 10) }));
    }
  }

  /** @param machine what follows the stack's name. @returns the ARN. */
  async start(machine: string, input: unknown, name?: string): Promise<string> {
    const command = { stateMachineArn: this.#machine(machine), input: JSON.stringify(input), name };
    const { executionArn = '' } = await this.#clients.sfn.send(new StartExecutionCommand(command));
    return executionArn;
  }

  async stop(executionArn: string): Promise<void> {
    await this.#clients.sfn.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by an insider' }));
  }

  async executions(machine: string): Promise<ExecutionListItem[]> {
    const stateMachineArn = this.#machine(machine);
    const { executions = [] } = await this.#clients.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions;
  }

  async history(executionArn: string): Promise<string> {
    const command = new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 });
    return JSON.stringify((await this.#clients.sfn.send(command)).events);
  }

  async completeTask(taskToken: string, output: unknown): Promise<void> {
    await this.#clients.sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
  }

  async putObject(Key: string, body: unknown, condition: { IfNoneMatch?: '*' } = {}): Promise<void> {
    const object = { Bucket: bucketOf(this.#harness), Key, Body: JSON.stringify(body), ...condition };
    await this.#clients.s3.send(new PutObjectCommand(object));
  }

  /** The keys of objects that states pass on to states. */
  async workObjects(): Promise<string[]> {
    const { Contents = [] } = await this.#clients.s3.send(
      new ListObjectsV2Command({ Bucket: bucketOf(this.#harness), Prefix: 'work/' }),
    );
    return Contents.flatMap(({ Key }) => Key ?? []);
  }

  async deleteObject(Key: string): Promise<void> {
    await this.#clients.s3.send(new DeleteObjectCommand({ Bucket: bucketOf(this.#harness), Key }));
  }

  attest(purpose: 'request' | 'approval', hash: string) {
    return attest(this.#harness, this.#credentials, { purpose, hash });
  }

  /** Sends the answer, as another session of the same role. */
  async answer(answer: Answer, session: string): Promise<void> {
    await sendAnswer(this.#harness, await sessionOf(this.#harness, session), answer);
  }

  #machine(name: string): string {
    const { machines, stack } = this.#harness.runtime.info();
    const arn = machines.find((each) => each.endsWith(`:${stack}-${name}`));
    if (arn === undefined) throw new Error(`the stack has no state machine ${name}`);
    return arn;
  }

  leave(): void {
    for (const client of Object.values(this.#clients)) client.destroy();
  }
}

/** As templates/bucket.yml names it. */
export function bucketOf({ runtime }: Harness): string {
  const { stack, account, region } = runtime.info();
  return `${stack}-evidence-${account}-${region}`;
}

async function sessionOf(harness: Harness, RoleSessionName: string): Promise<Credentials> {
  const sts = new STSClient(clientConfig(harness, 'mallory'));
  const RoleArn = `arn:aws:iam::${harness.runtime.info().account}:${INSIDER}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: 43_200 }));
  sts.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
