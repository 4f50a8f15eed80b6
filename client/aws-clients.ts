/** SDK clients of the services that the library calls, each made when it is first asked for. */

import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Connection } from './connection.ts';
import { type Client, refuseOtherServers } from './other-server.ts';

export interface AwsClients {
  sfn(): Promise<SFNClient>;
  eventbridge(): Promise<EventBridgeClient>;
  lambda(): Promise<LambdaClient>;
  cloudformation(): Promise<CloudFormationClient>;
  sqs(): Promise<SQSClient>;
  sts(): Promise<STSClient>;
  s3(): Promise<S3Client>;
  kms(): Promise<KMSClient>;
}

export function createAwsClients({ clientConfig }: Connection): AwsClients {
  return {
    sfn: once(async () => new (await import('@aws-sdk/client-sfn')).SFNClient(clientConfig)),
    eventbridge: once(async () => new (await import('@aws-sdk/client-eventbridge')).EventBridgeClient(clientConfig)),
    lambda: once(async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(clientConfig)),
    cloudformation: once(
      async () => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(clientConfig),
    ),
    sqs: once(async () => new (await import('@aws-sdk/client-sqs')).SQSClient(clientConfig)),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STSClient(clientConfig)),
    kms: once(async () => new (await import('@aws-sdk/client-kms')).KMSClient(clientConfig)),
    // A bucket name before a loopback address is no valid host.
    s3: once(
      async () =>
        new (await import('@aws-sdk/client-s3')).S3Client({
          ...clientConfig,
          forcePathStyle: clientConfig.endpoint !== undefined,
        }),
    ),
  };
}

function once<Any extends Client>(make: () => Promise<Any>): () => Promise<Any> {
  let made: Promise<Any> | undefined;
  return () => {
    made ??= make().then(refuseOtherServers);
    return made;
  };
}
