/**
 * The credentials of a function's role, from Lambda's environment variables. Bundled in the place of the SDK's default
 * chain, whose other sources (files, SSO, instance metadata, ...) do not exist in Lambda: they were 60 KiB a bundle.
 */

/** The one export of `@aws-sdk/credential-provider-node` that the SDK's clients use. */
export function defaultProvider() {
  return async () => ({
    accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
    ...(process.env.AWS_SESSION_TOKEN !== undefined && { sessionToken: process.env.AWS_SESSION_TOKEN }),
  });
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: a Lambda function has its role's credentials there`);
  return value;
}
