/** What the caller's AWS configuration says of where calls go: the Region and endpoint_url of a profile, as the SDK reads them. */

import type { ConnectionOptions } from './connection.ts';
import { ClientError } from './errors.ts';

/**
 * Flags come first, then the environment, then the profile. Local AWS is not in any profile.
 * @throws ClientError INVALID for a profile that neither file of the AWS configuration has.
 */
export async function withProfile(
  options: ConnectionOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ConnectionOptions> {
  const name = options.profile ?? env.AWS_PROFILE;
  const endpointIsGiven = options.local === true || (options.endpoint ?? env.AWS_ENDPOINT_URL) !== undefined;
  if (name === undefined && endpointIsGiven) return options;
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])];
  if (name !== undefined && !known.includes(name)) {
    throw new ClientError(
      'INVALID',
      `the AWS configuration has no profile '${name}'`,
      `it has: ${known.filter((each) => !each.includes('.')).join(', ') || 'none'}`,
    );
  }
  if (endpointIsGiven) return options;
  const { region, endpoint_url: endpoint } = {
    ...credentialsFile[name ?? 'default'],
    ...configFile[name ?? 'default'],
  };
  const regionIsGiven = (options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION) !== undefined;
  return {
    ...options,
    ...(region !== undefined && !regionIsGiven && { region }),
    ...(endpoint !== undefined && env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS !== 'true' && { endpoint }),
  };
}
