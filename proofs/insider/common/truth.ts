/** What the stage keeps, known from its configuration. */

import type { AssociationEntry } from '@offboard/local-aws/simulation';
import { associationOf } from '../../../associations/registry.ts';

/** What the stage is configured to keep. */
export interface Guarded {
  /** Associations that single requests may name in any 60 minutes. */
  limit: number;
  /** The kind that needs an approval. */
  approvalKind: string;
  /** Another kind: its names with this digit are protected. */
  protectedKind: string;
  digit: string;
}

type Named = Pick<AssociationEntry, 'kind' | 'account' | 'target'>;

export function isProtected({ kind, target }: Named, { protectedKind, digit }: Guarded): boolean {
  return kind === protectedKind && associationOf(kind).target.label(target).includes(digit);
}

/** As the stage parameter has it. */
export function protectedNames({ protectedKind, digit }: Guarded): string {
  return `${protectedKind}/**/*${digit}*,${protectedKind}/**/*${digit}*/**`;
}

export function needsApproval({ kind, account, target }: Named, guards: Guarded): boolean {
  const { risks } = associationOf(kind).policy.assess({ target, account, where: {}, snapshot: null }, []);
  return kind === guards.approvalKind || risks.includes(PLUGIN);
}

/** The risk that needs an approval on every stage. */
export const PLUGIN = 'plugin';
