/** Connections: create, update, describe, delete; and their credentials, for HTTP requests that AWS makes. */

import type { ConnectionAuthResponseParameters, ConnectionHttpParameters } from '@aws-sdk/client-eventbridge';
import { AwsError, type Call, type Operation } from '../../core/aws.ts';
import { connectionArns } from '../../core/connection-arns.ts';
import type { EventBridgeParts } from '../delivery/parts.ts';
import type { Connection } from '../state/connections.ts';
import { validationException } from '../state/errors.ts';
import type { Operations } from './inputs.ts';

/** What a connection adds to a request. */
export interface ConnectionCredentials {
  headers: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, string>;
}

export function connectionOperations({ aws, connections }: EventBridgeParts) {
  const on = (action: string, name: string | undefined, call: Call) => [
    { action: `events:${action}`, resource: connectionArns(name ?? '', call).arn },
  ];

  /** On AWS a permission: whoever makes a request for a role reads them. */
  const RetrieveConnectionCredentials: Operation<{ ConnectionArn: string }, ConnectionCredentials> = {
    internal: true,
    permissions({ ConnectionArn }) {
      const secretArn = connections.find(ConnectionArn)?.secretArn;
      return [
        { action: 'events:RetrieveConnectionCredentials', resource: ConnectionArn },
        ...(secretArn === undefined
          ? []
          : [
              { action: 'secretsmanager:DescribeSecret', resource: secretArn },
              { action: 'secretsmanager:GetSecretValue', resource: secretArn },
            ]),
      ];
    },
    run: ({ ConnectionArn }) => credentialsOf(connections.get(ConnectionArn)),
  };

  return {
    CreateConnection: {
      permissions: ({ Name }, call) => on('CreateConnection', Name, call),
      run({ Name = '', Description, AuthorizationType, AuthParameters }, call) {
        const { arn, secretArn } = connectionArns(Name, call);
        if (connections.find(arn))
          throw new AwsError('ResourceAlreadyExistsException', `Connection ${Name} already exists.`);
        checkParameters(AuthorizationType, AuthParameters);
        const now = aws.clock.now();
        connections.put({
          ...{ arn, secretArn, name: Name, authorizationType: AuthorizationType, parameters: AuthParameters },
          ...(Description !== undefined && { description: Description }),
          ...{ created: now, modified: now },
        });
        return { ConnectionArn: arn, ConnectionState: 'AUTHORIZED', CreationTime: new Date(now) };
      },
    },
    UpdateConnection: {
      permissions: ({ Name }, call) => on('UpdateConnection', Name, call),
      run({ Name, Description, AuthorizationType, AuthParameters }, call) {
        const connection = connections.get(connectionArns(Name ?? '', call).arn);
        const authorizationType = AuthorizationType ?? connection.authorizationType;
        const parameters = (AuthParameters ?? connection.parameters) as Connection['parameters'];
        checkParameters(authorizationType, parameters);
        const description = Description === undefined ? {} : { description: Description };
        const modified = aws.clock.now();
        connections.put({ ...connection, ...description, authorizationType, parameters, modified });
        return { ConnectionArn: connection.arn, ConnectionState: 'AUTHORIZED', LastModifiedTime: new Date(modified) };
      },
    },
    DescribeConnection: {
      permissions: ({ Name }, call) => on('DescribeConnection', Name, call),
      run({ Name }, call) {
        const connection = connections.get(connectionArns(Name ?? '', call).arn);
        return {
          ConnectionArn: connection.arn,
          Name: connection.name,
          ...(connection.description !== undefined && { Description: connection.description }),
          ConnectionState: 'AUTHORIZED',
          AuthorizationType: connection.authorizationType,
          SecretArn: connection.secretArn,
          AuthParameters: withoutSecrets(connection.parameters),
          CreationTime: new Date(connection.created),
          LastModifiedTime: new Date(connection.modified),
        };
      },
    },
    DeleteConnection: {
      permissions: ({ Name }, call) => on('DeleteConnection', Name, call),
      run({ Name }, call) {
        const { arn } = connections.get(connectionArns(Name ?? '', call).arn);
        connections.delete(arn);
        return { ConnectionArn: arn, ConnectionState: 'DELETING' };
      },
    },
    RetrieveConnectionCredentials,
  } satisfies Operations;
}

function checkParameters(type: Connection['authorizationType'], parameters: Connection['parameters']): void {
  if (type === 'OAUTH_CLIENT_CREDENTIALS')
    throw new AwsError('UnknownOperationException', 'Connections with OAuth are not served by local AWS.');
  const { ApiKeyAuthParameters, BasicAuthParameters } = parameters ?? {};
  if ((type === 'API_KEY' ? ApiKeyAuthParameters : BasicAuthParameters) === undefined)
    throw validationException(`Parameters for authorization type ${type} are missing.`);
}

/** As DescribeConnection shows them. */
function withoutSecrets(parameters: Connection['parameters']): ConnectionAuthResponseParameters {
  const { ApiKeyAuthParameters, BasicAuthParameters, InvocationHttpParameters } = parameters ?? {};
  return {
    ...(ApiKeyAuthParameters && { ApiKeyAuthParameters: { ApiKeyName: ApiKeyAuthParameters.ApiKeyName } }),
    ...(BasicAuthParameters && { BasicAuthParameters: { Username: BasicAuthParameters.Username } }),
    ...(InvocationHttpParameters && { InvocationHttpParameters: shown(InvocationHttpParameters) }),
  };
}

interface Parameter {
  Key?: string | undefined;
  Value?: string | undefined;
  IsValueSecret?: boolean | undefined;
}

function shown(parameters: ConnectionHttpParameters): ConnectionHttpParameters {
  const each = ({ Value, ...parameter }: Parameter) =>
    parameter.IsValueSecret === true ? parameter : { ...parameter, Value };
  return Object.fromEntries(Object.entries(parameters).map(([place, those]) => [place, those.map(each)]));
}

function credentialsOf({ parameters }: Connection): ConnectionCredentials {
  const { ApiKeyAuthParameters, BasicAuthParameters, InvocationHttpParameters = {} } = parameters ?? {};
  const { HeaderParameters, QueryStringParameters, BodyParameters } = InvocationHttpParameters;
  return {
    headers: {
      ...valuesOf(HeaderParameters),
      ...(ApiKeyAuthParameters && {
        [ApiKeyAuthParameters.ApiKeyName ?? '']: ApiKeyAuthParameters.ApiKeyValue ?? '',
      }),
      ...(BasicAuthParameters && {
        Authorization: `Basic ${Buffer.from(`${BasicAuthParameters.Username}:${BasicAuthParameters.Password}`).toString('base64')}`,
      }),
    },
    query: valuesOf(QueryStringParameters),
    body: valuesOf(BodyParameters),
  };
}

function valuesOf(parameters: readonly Parameter[] = []): Record<string, string> {
  return Object.fromEntries(parameters.map(({ Key = '', Value = '' }) => [Key, Value]));
}
