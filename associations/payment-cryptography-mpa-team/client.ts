/**
 * Payment Cryptography's control plane, whose installable client is older than the operations on approval teams: their
 * model (apiVersion 2021-09-14).
 */

import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols';
import { operation, ServiceClient } from '../common/sdk/service-client.ts';
import type { ClientOptions, ServiceModel } from '../common/sdk/service-config.ts';
import { EPOCH_SECONDS, STRING, shapesOf } from '../common/sdk/shapes.ts';

const namespace = 'com.amazonaws.paymentcryptography';

const model: ServiceModel = {
  serviceId: 'Payment Cryptography',
  signingName: 'payment-cryptography',
  apiVersion: '2021-09-14',
  namespace,
  protocol: new AwsJson1_0Protocol({ defaultNamespace: namespace, serviceTarget: 'PaymentCryptographyControlPlane' }),
  hostPrefix: (fips) => `controlplane.payment-cryptography${fips ? '-fips' : ''}`,
};

export class PaymentCryptographyClient extends ServiceClient {
  constructor(options: ClientOptions) {
    super(model, options);
  }
}

export interface MpaStatus {
  MpaSessionArn?: string;
  /** PENDING, APPROVED, FAILED or CANCELLED. */
  Status?: string;
  InitiationDate?: Date;
  StatusMessage?: string;
}

export interface MpaTeamAssociation {
  Action?: string;
  MpaTeamArn?: string;
  /** ACTIVE, UPDATE_PENDING or DELETE_PENDING. */
  AssociationState?: string;
  MpaStatus?: MpaStatus;
}

interface MpaTeamResponse {
  MpaTeamAssociation?: MpaTeamAssociation;
}

const shapes = shapesOf(namespace);

const answer = {
  MpaTeamAssociation: shapes.structure('MpaTeamAssociation', {
    Action: STRING,
    MpaTeamArn: STRING,
    AssociationState: STRING,
    MpaStatus: shapes.structure('MpaStatus', {
      MpaSessionArn: STRING,
      Status: STRING,
      InitiationDate: EPOCH_SECONDS,
      StatusMessage: STRING,
    }),
  }),
};

export const getMpaTeamAssociation = operation<{ Action: string }, MpaTeamResponse>(
  model,
  shapes.operation('GetMpaTeamAssociation', {}, { Action: STRING }, answer),
);

export const disassociateMpaTeam = operation<
  { Action: string; RequesterComment?: string | undefined },
  MpaTeamResponse
>(model, shapes.operation('DisassociateMpaTeam', {}, { Action: STRING, RequesterComment: STRING }, answer));

export const associateMpaTeam = operation<
  { Action: string; MpaTeamArn: string; RequesterComment?: string | undefined },
  MpaTeamResponse
>(
  model,
  shapes.operation('AssociateMpaTeam', {}, { Action: STRING, MpaTeamArn: STRING, RequesterComment: STRING }, answer),
);
