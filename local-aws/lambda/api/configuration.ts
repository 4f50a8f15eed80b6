/** A function as GetFunction and ListFunctions show it. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { FunctionDefinition } from '../execution/definition.ts';

export function configurationOf(definition: FunctionDefinition): FunctionConfiguration {
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
