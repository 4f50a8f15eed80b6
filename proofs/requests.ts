/** Requests to end what the simulated cloud holds. */

import type { AssociationEntry } from '@offboard/local-aws/simulation';
import type { Metadata } from '../events/metadata.ts';
import { newMetadata } from '../events/metadata.ts';
import { HOME } from '../simulators/locations.ts';

export interface Request {
  id: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** What it asks to be ended. */
  row: AssociationEntry;
}

export interface RequestDetail {
  metadata: Metadata;
  data: { association: string; target: unknown; where?: { region?: string; roleArn?: string } };
}

/** The request as its sender writes it: another account is reached through its spoke role. */
export function detailOf({ id, timestamp, row }: Request): RequestDetail {
  const { kind, account, region, target } = row;
  const roleArn = account === HOME.account ? undefined : `arn:aws:iam::${account}:role/offboard-spoke`;
  return {
    metadata: newMetadata({ id, timestamp: new Date(timestamp).toISOString() }),
    data: { association: kind, target, where: { region, ...(roleArn !== undefined && { roleArn }) } },
  };
}
