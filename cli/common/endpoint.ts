/** Where an SDK client would send to, by its endpoint rules and the caller's configuration. */

import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { ENDPOINT_PARAMETERS } from '../../associations/common/sdk/endpoint-parameters.ts';
import { usage } from './exit.ts';

export interface Endpoint {
  url: URL;
  /** What the signature is for, where that is not the name and the Region that the client signs for. */
  signingName?: string;
  signingRegion?: string;
}

/** Where the client of this configuration would send to. @throws ClientError INVALID for what is not encrypted. */
export async function endpointOf(config: object): Promise<Endpoint> {
  const { url, properties } = await getEndpointFromInstructions(
    {},
    { getEndpointParameterInstructions: () => ENDPOINT_PARAMETERS },
    config as never,
  );
  refuseUnencrypted(url);
  const [{ signingName, signingRegion } = {}] = (properties?.authSchemes ?? []) as Omit<Endpoint, 'url'>[];
  return { url, ...(signingName && { signingName }), ...(signingRegion && { signingRegion }) };
}

/** A session's token is in every request. @throws ClientError INVALID */
function refuseUnencrypted({ protocol, hostname, origin }: URL): void {
  if (protocol === 'https:' || /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)) return;
  throw usage(`the endpoint ${origin} is not encrypted`, 'set AWS_ENDPOINT_URL or endpoint_url to an https address');
}
