/** Other accounts that may send requests. */

import { requests } from '../events/index.ts';
import type { Resources } from './template.ts';

/** What lets other accounts send requests, and nothing else. */
export function senderResources(accounts: readonly string[]): Resources {
  if (accounts.length === 0) return {};
  const Properties = {
    EventBusName: { Ref: 'Bus' },
    StatementId: 'RequestsOfOtherAccounts',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: accounts.map((account) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:iam::${account}:root` })) },
      Action: 'events:PutEvents',
      Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
      // ForAllValues holds of a key that a call does not carry.
      Condition: {
        'ForAllValues:StringEquals': { 'events:detail-type': detailTypesOf(requests) },
        Null: { 'events:detail-type': 'false' },
      },
    },
  };
  return { BusSenders: { Type: 'AWS::Events::EventBusPolicy', Properties } };
}

export function detailTypesOf(contracts: Readonly<Record<string, { detailType: string }>>): string[] {
  return Object.values(contracts).map(({ detailType }) => detailType);
}
