/** AWS Multi-party approval, which has no installable client: reading approval sessions (apiVersion 2022-07-26). */

import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { operation, ServiceClient } from '../common/sdk/service-client.ts';
import type { ClientOptions, ServiceModel } from '../common/sdk/service-config.ts';
import { DOCUMENT, LABEL, NUMBER, STRING, shapesOf } from '../common/sdk/shapes.ts';

const namespace = 'com.amazonaws.mpa';

const model: ServiceModel = {
  serviceId: 'MPA',
  signingName: 'mpa',
  apiVersion: '2022-07-26',
  namespace,
  protocol: new AwsRestJsonProtocol({ defaultNamespace: namespace }),
  hostPrefix: (fips) => `mpa${fips ? '-fips' : ''}`,
  dualStackOnly: true,
};

export class MpaClient extends ServiceClient {
  constructor(options: ClientOptions) {
    super(model, options);
  }
}

/** A session as ListSessions returns it. Times are ISO 8601. */
export interface SessionSummary {
  SessionArn?: string;
  ActionName?: string;
  InitiationTime?: string;
  ExpirationTime?: string;
  CompletionTime?: string;
  RequesterAccountId?: string;
  RequesterRegion?: string;
  /** CREATING, PENDING, APPROVED, FAILED or CANCELLED. */
  Status?: string;
  /** REJECTED, EXPIRED, CONFIGURATION_CHANGED, ALL_APPROVERS_IN_SESSION. */
  StatusCode?: string;
  StatusMessage?: string;
}

export interface Session extends SessionSummary {
  /** PENDING, EXECUTED or FAILED, once approved. */
  ExecutionStatus?: string;
}

const shapes = shapesOf(namespace);

/** Members read as texts, as they are on the wire. */
const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, STRING]));

export const getSession = operation<{ SessionArn: string }, Session>(
  model,
  shapes.operation(
    'GetSession',
    { http: ['GET', '/sessions/{SessionArn}', 200] },
    { SessionArn: LABEL },
    texts(
      'SessionArn',
      'ActionName',
      'InitiationTime',
      'ExpirationTime',
      'CompletionTime',
      'RequesterAccountId',
      'RequesterRegion',
      'Status',
      'StatusCode',
      'StatusMessage',
      'ExecutionStatus',
    ),
  ),
);

export const listSessions = operation<
  { ApprovalTeamArn: string; MaxResults?: number; NextToken?: string | undefined },
  { Sessions?: SessionSummary[]; NextToken?: string }
>(
  model,
  shapes.operation(
    'ListSessions',
    { http: ['POST', '/approval-teams/{ApprovalTeamArn}/sessions/?List', 200] },
    { ApprovalTeamArn: LABEL, MaxResults: NUMBER, NextToken: STRING },
    { Sessions: DOCUMENT, NextToken: STRING },
  ),
);
