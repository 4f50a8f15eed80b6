/**
 * A client for an AWS service that has no package of its own to install, built from the parts every generated client is
 * built from: signed with the credentials and the Region the SDK finds, retried as it retries, at the endpoint it would
 * go to (`AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` included), errors classified by name.
 *
 * What a service needs is a `ServiceModel`: its names, how it speaks, where it is. Some of the parts are marked as
 * internal by the SDK; their versions are pinned, and a test holds the requests against the wire.
 */

import {
  getHostHeaderPlugin,
  getLoggerPlugin,
  getRecursionDetectionPlugin,
  getUserAgentPlugin,
  resolveHostHeaderConfig,
  resolveUserAgentConfig,
} from '@aws-sdk/core/client';
import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import {
  DefaultIdentityProviderConfig,
  getHttpAuthSchemeEndpointRuleSetPlugin,
  getHttpSigningPlugin,
} from '@smithy/core';
import { Client, Command } from '@smithy/core/client';
import { resolveRegionConfig } from '@smithy/core/config';
import { getEndpointPlugin, resolveEndpointConfig } from '@smithy/core/endpoints';
import { getContentLengthPlugin } from '@smithy/core/protocols';
import { getRetryPlugin, resolveRetryConfig } from '@smithy/core/retry';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import type { HandlerExecutionContext, HttpHandlerOptions, MetadataBearer, StaticOperationSchema } from '@smithy/types';
import { ENDPOINT_PARAMETERS } from './endpoint-parameters.ts';
import { type ClientOptions, nodeDefaults, type ServiceModel } from './service-config.ts';

export type Operation<Input extends object, Output extends object> = (
  input: Input,
) => Command<Input, Output & MetadataBearer, ServiceConfig, object, MetadataBearer>;

export type ServiceConfig = ReturnType<typeof resolve>;

export class ServiceClient extends Client<HttpHandlerOptions, object, MetadataBearer, ServiceConfig> {
  constructor(model: ServiceModel, options: ClientOptions) {
    super(resolve(model, options));
    const { config, middlewareStack: stack } = this;
    stack.use(getSchemaSerdePlugin(config));
    stack.use(getUserAgentPlugin(config));
    stack.use(getRetryPlugin(config));
    stack.use(getContentLengthPlugin(config));
    stack.use(getHostHeaderPlugin(config));
    stack.use(getLoggerPlugin(config));
    stack.use(getRecursionDetectionPlugin(config));
    stack.use(
      getHttpAuthSchemeEndpointRuleSetPlugin(config, {
        httpAuthSchemeParametersProvider: async (_, context: HandlerExecutionContext) => ({
          operation: context.commandName ?? '',
          region: await config.region(),
        }),
        identityProviderConfigProvider: async ({ credentials }: ServiceConfig) =>
          new DefaultIdentityProviderConfig({ 'aws.auth#sigv4': credentials }),
      }),
    );
    stack.use(getHttpSigningPlugin(config));
  }
}

function resolve(model: ServiceModel, options: ClientOptions) {
  const config = nodeDefaults(model, options);
  const placed = resolveHostHeaderConfig(resolveRegionConfig(resolveRetryConfig(resolveUserAgentConfig(config))));
  return resolveAwsSdkSigV4Config(resolveEndpointConfig(placed));
}

/** @param schema the operation as the SDK writes one: [9, namespace, name, traits, input, output]. */
export function operation<Input extends object, Output extends object>(
  { serviceId }: ServiceModel,
  schema: StaticOperationSchema,
): Operation<Input, Output> {
  const name = schema[2];
  const Made = Command.classBuilder<Input, Output & MetadataBearer, ServiceConfig, object, MetadataBearer>()
    .ep(ENDPOINT_PARAMETERS)
    .m((Command, _stack, config) => [getEndpointPlugin(config, Command.getEndpointParameterInstructions())])
    .s(serviceId, name)
    .n(`${serviceId}Client`, `${name}Command`)
    .sc(schema)
    .build();
  return (input) => new Made(input);
}
