/** What a service's model says of it, and the configuration an SDK client on Node.js starts from. */

import { createDefaultUserAgentProvider, NODE_APP_ID_CONFIG_OPTIONS, partition } from '@aws-sdk/core/client';
import { AwsSdkSigV4Signer, NODE_AUTH_SCHEME_PREFERENCE_OPTIONS } from '@aws-sdk/core/httpAuthSchemes';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { NoOpLogger, normalizeProvider } from '@smithy/core/client';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { parseUrl } from '@smithy/core/protocols';
import {
  DEFAULT_RETRY_MODE,
  NODE_MAX_ATTEMPT_CONFIG_OPTIONS,
  NODE_RETRY_MODE_CONFIG_OPTIONS,
} from '@smithy/core/retry';
import { calculateBodyLength, fromBase64, fromUtf8, sdkStreamMixin, toBase64, toUtf8 } from '@smithy/core/serde';
import { type NodeHttpHandler, streamCollector } from '@smithy/node-http-handler';
import type {
  $ClientProtocol,
  AwsCredentialIdentity,
  HttpAuthOption,
  HttpRequest,
  HttpResponse,
  IdentityProviderConfig,
} from '@smithy/types';

export interface ServiceModel {
  /** `License Manager User Subscriptions`: gives the endpoint variable and the config file's section their names. */
  serviceId: string;
  signingName: string;
  apiVersion: string;
  /** The namespace of its shapes. */
  namespace: string;
  /** How it speaks. */
  protocol: $ClientProtocol<HttpRequest, HttpResponse>;
  /** The first labels of its host: `controlplane.payment-cryptography`; with `-fips` for FIPS 140. */
  hostPrefix(fips: boolean): string;
  /** Newer services have dual-stack hosts only: `mpa.us-east-1.api.aws`. */
  dualStackOnly?: boolean;
}

export interface ClientOptions {
  region?: string;
  credentials?: AwsCredentialIdentity;
  endpoint?: string;
  maxAttempts?: number;
  requestHandler: NodeHttpHandler;
}

interface EndpointParameters {
  [name: string]: string | boolean | undefined;
  Region?: string;
  Endpoint?: string;
  UseFIPS?: boolean;
  UseDualStack?: boolean;
}

/** As every generated client's own runtime configuration. */
export function nodeDefaults(model: ServiceModel, options: ClientOptions) {
  const { serviceId, signingName, apiVersion, protocol, namespace } = model;
  return {
    region: options.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS),
    ...(options.credentials !== undefined && { credentials: options.credentials }),
    credentialDefaultProvider: defaultProvider,
    sha256: Sha256,
    serviceId,
    defaultSigningName: signingName,
    apiVersion,
    protocol,
    protocolSettings: { defaultNamespace: namespace },
    runtime: 'node',
    disableHostPrefix: false,
    logger: new NoOpLogger(),
    requestHandler: options.requestHandler,
    endpointProvider: (parameters: EndpointParameters) => ({
      url: endpointOf(model, parameters),
      properties: {},
      headers: {},
    }),
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    maxAttempts: options.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS),
    retryMode: loadConfig({ ...NODE_RETRY_MODE_CONFIG_OPTIONS, default: DEFAULT_RETRY_MODE }),
    useDualstackEndpoint: loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS),
    useFipsEndpoint: loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS),
    userAgentAppId: loadConfig(NODE_APP_ID_CONFIG_OPTIONS),
    defaultUserAgentProvider: createDefaultUserAgentProvider({ serviceId, clientVersion: apiVersion }),
    authSchemePreference: normalizeProvider(loadConfig(NODE_AUTH_SCHEME_PREFERENCE_OPTIONS)),
    httpAuthSchemes: [sigV4],
    httpAuthSchemeProvider: ({ region }: { region?: string }) => [signedFor(signingName, region)],
    bodyLengthChecker: calculateBodyLength,
    streamCollector,
    sdkStreamMixin,
    urlParser: parseUrl,
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
  };
}

const sigV4 = {
  schemeId: 'aws.auth#sigv4',
  identityProvider: (config: IdentityProviderConfig) => config.getIdentityProvider('aws.auth#sigv4'),
  signer: new AwsSdkSigV4Signer(),
};

function signedFor(name: string, region: string | undefined): HttpAuthOption {
  return {
    schemeId: sigV4.schemeId,
    signingProperties: { name, region },
    propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
  };
}

/** The host by the partition's own suffixes: a Region of China or GovCloud has others. */
function endpointOf(
  { hostPrefix, dualStackOnly = false }: ServiceModel,
  { Endpoint, Region, UseFIPS = false, UseDualStack = false }: EndpointParameters,
): URL {
  if (Endpoint !== undefined) return new URL(Endpoint);
  if (Region === undefined) throw new Error('Region is missing');
  const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
  return new URL(
    `https://${hostPrefix(UseFIPS)}.${Region}.${UseDualStack || dualStackOnly ? dualStackDnsSuffix : dnsSuffix}`,
  );
}
