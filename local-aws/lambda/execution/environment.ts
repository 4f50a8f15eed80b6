/** The environment variables a function sees: its own and Lambda's, and nothing of the host's. */

import type { FunctionDefinition } from './definition.ts';
import type { SessionCredentials } from './sessions.ts';

interface Sandbox {
  region: string;
  /** Where every AWS client of the function goes. */
  endpoint: string;
  credentials: SessionCredentials;
  taskRoot: string;
  logStream: string;
}

/** Lambda developer guide, "Defined runtime environment variables". Lambda's own win over the function's. */
export function environmentOf(
  { name, handler, memorySize, runtime, logGroup, logFormat, environment }: FunctionDefinition,
  { region, endpoint, credentials, taskRoot, logStream }: Sandbox,
): Record<string, string> {
  return {
    // The SDK looks for a profile in the home folder, and the host's must not be found.
    HOME: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
    AWS_ENDPOINT_URL: endpoint,
    ...environment,
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  };
}
