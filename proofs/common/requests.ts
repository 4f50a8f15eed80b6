/** Disassociation requests for what the simulated cloud holds. */

import type { AccountRegion } from '@offboard/local-aws/service';
import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { type Metadata, newMetadata } from '../../events/metadata.ts';
import { HOME } from '../../simulators/common/locations.ts';

export interface Request {
  id: string;
  /** Milliseconds since 1970. */
  timestamp: number;
  /** The association to disassociate. */
  entry: AssociationEntry;
}

export interface RequestDetail {
  metadata: Metadata;
  data: { association: string; target: unknown; where: Where };
}

export interface Where {
  region: string;
  roleArn?: string;
}

/** The request as its sender writes it. */
export function detailOf({ id, timestamp, entry }: Request): RequestDetail {
  return {
    metadata: newMetadata({ id, timestamp: new Date(timestamp).toISOString() }),
    data: { association: entry.kind, target: entry.target, where: placesIn(entry) },
  };
}

/** Another account is reached through its spoke role. */
export function placesIn({ account, region }: AccountRegion): Where {
  return account === HOME.account ? { region } : { region, roleArn: `arn:aws:iam::${account}:role/offboard-spoke` };
}
