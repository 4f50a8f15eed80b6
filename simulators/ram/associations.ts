/** A principal or a resource of a resource share. */

import { type Association, associationType } from '@offboard/local-aws/simulation';

export type EntityType = 'PRINCIPAL' | 'RESOURCE';

export interface EntityFacts {
  shareArn: string;
  /** An account, an ARN or a service principal, as it was given. */
  entity: string;
  type: EntityType;
  /** Outside the organization of the share's owner. */
  external: boolean;
}

export type EntityAssociation = Association<EntityFacts>;

export const shareAssociations = associationType<EntityFacts>({
  kind: 'ram-resource-share',
  keyOf: entityKey,
  targetOf: ({ shareArn, entity, type }) => ({
    resourceShareArn: shareArn,
    ...(type === 'PRINCIPAL' ? { principal: entity } : { resourceArn: entity }),
  }),
  activeStatus: 'ASSOCIATED',
  disassociatedStatuses: ['DISASSOCIATED'],
  outcomes: ['succeeds', 'fails', 'stuck', 'reverts', 'unknown', 'busy', 'error'],
  trials: {
    slow: { outcome: 'succeeds', after: 60 },
    stuck: { outcome: 'stuck' },
    rates: { fails: 0.1, reverts: 0.05, stuck: 0.05, unknown: 0.1, busy: 0.1 },
  },
  dates: 'association',
});

export function entityKey({ shareArn, entity }: Pick<EntityFacts, 'shareArn' | 'entity'>): string {
  return `${shareArn}|${entity}`;
}
