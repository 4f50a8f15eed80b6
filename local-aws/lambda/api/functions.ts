/** Functions described: configuration, policy, concurrency. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../core/aws.ts';
import { page } from '../../wire/input/pages.ts';
import type { FunctionDefinition } from '../execution/definition.ts';
import { invalidParameter } from '../execution/failures.ts';
import type { Operations } from './inputs.ts';
import { on, ROOT, type StackFunctions } from './stack-functions.ts';

/** A page holds no more, whatever is asked for (API reference, ListFunctions). */
const MOST_LISTED = 50;

export function describing(functions: StackFunctions) {
  return {
    GetFunction: {
      http: { method: 'GET', path: `${ROOT}/{FunctionName}`, query: { Qualifier: 'Qualifier' } },
      permissions: on('lambda:GetFunction'),
      run(input, call) {
        const definition = functions.find(input, call);
        const { reservedConcurrency } = definition;
        return {
          Configuration: configurationOf(definition),
          Code: { RepositoryType: 'S3', Location: `file://${definition.zip}` },
          ...(reservedConcurrency === undefined
            ? {}
            : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
        };
      },
    },
    GetFunctionConfiguration: {
      http: { method: 'GET', path: `${ROOT}/{FunctionName}/configuration`, query: { Qualifier: 'Qualifier' } },
      permissions: on('lambda:GetFunctionConfiguration'),
      run: (input, call) => configurationOf(functions.find(input, call)),
    },
    ListFunctions: {
      http: { method: 'GET', path: ROOT, query: { Marker: 'Marker', MaxItems: 'MaxItems' } },
      permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
      run({ Marker, MaxItems = MOST_LISTED }, { account, region }) {
        const own = functions.all.filter(({ arn }) => arn.startsWith(`arn:aws:lambda:${region}:${account}:`));
        const { rows, token } = page(own, {
          max: Math.min(MaxItems, MOST_LISTED),
          usual: MOST_LISTED,
          token: Marker,
          keyOf: ({ name }) => name,
          refuse: () => invalidParameter('The marker is not one that ListFunctions gave.'),
          options: {},
        });
        return { Functions: rows.map(configurationOf), NextMarker: token };
      },
    },
    GetPolicy: {
      http: { method: 'GET', path: `${ROOT}/{FunctionName}/policy`, query: { Qualifier: 'Qualifier' } },
      permissions: on('lambda:GetPolicy'),
      run(input, call) {
        const { policy } = functions.find(input, call);
        if (policy) return { Policy: JSON.stringify(policy), RevisionId: call.requestId };
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
          status: 404,
          fields: { Type: 'User' },
        });
      },
    },
    GetFunctionConcurrency: {
      http: { method: 'GET', path: '/2019-09-30/functions/{FunctionName}/concurrency' },
      permissions: on('lambda:GetFunctionConcurrency'),
      run(input, call) {
        const { reservedConcurrency } = functions.find(input, call);
        return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
      },
    },
  } satisfies Operations;
}

function configurationOf(definition: FunctionDefinition): FunctionConfiguration {
  const { name, arn, runtime, roleArn, handler, description = '', timeout, memorySize, zip } = definition;
  const code = readFileSync(zip);
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: runtime as NonNullable<FunctionConfiguration['Runtime']>,
    Role: roleArn,
    Handler: handler,
    CodeSize: code.length,
    CodeSha256: createHash('sha256').update(code).digest('base64'),
    Description: description,
    Timeout: timeout,
    MemorySize: memorySize,
    LastModified: statSync(zip).mtime.toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    Environment: { Variables: definition.environment },
    TracingConfig: { Mode: definition.traced ? 'Active' : 'PassThrough' },
    ...(definition.deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: definition.deadLetterArn } }),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [definition.architecture],
    LoggingConfig: { LogFormat: definition.logFormat, LogGroup: definition.logGroup },
  };
}
