/** The plan of an offboarding, as it is stored, shown, approved and applied. */

import type { Json } from '../../associations/common/json.ts';
import type { Assessment } from '../../associations/common/policy.ts';
import type { Target } from '../../associations/common/target.ts';
import type { Kind } from '../../associations/registry.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Where } from '../../events/where.ts';
import type { Inaccessible, InheritedAssociation } from './found.ts';
import type { Freeze } from './freeze.ts';

/** Before a plan is carried out. */
export interface Estimate {
  /**
   * From the first removal to the last, where each takes what is usual for its kind; and where the last ones take so long
   * that they are about to count as stuck, which is taken for one case in ten. AWS publishes no such figures.
   */
  seconds: { p50: number; p90: number };
  /** Of all items. */
  polls: number;
  /** State transitions until the offboarding has ended, and those of its verifications. */
  transitions: { offboarding: number; verifications: number };
  /** Of Lambda functions, with those of the verifications. */
  invocations: number;
  /** US dollars for the stack's own work, from the request to the last verification. AWS charges nothing for a removal. */
  dollars: number;
}

export interface PlanItem extends Assessment {
  /** From 1, in the order of the plan. */
  number: number;
  /** Starts when every item of the lower phases has ended, whatever its outcome. */
  phase: number;
  kind: Kind;
  target: Target;
  where: Where;
  account: string;
  label: string;
  serviceStatus: string;
  since?: string;
  /** Why it is in the plan: `user alice`, `named`, `policy stuck-packages`. */
  reasons: string[];
  snapshot: Json;
  usualSeconds: number;
  deadlineSeconds: number;
}

/** Requested, and not in the plan. */
export interface Excluded {
  kind: string;
  target: Target;
  where: Where;
  reason: string;
}

export interface Plan {
  /** As planId makes it. */
  id: string;
  /** The stack that made it, and that alone applies it: `111122223333/us-east-1/offboard-dev`. */
  stack: string;
  /** ISO 8601. */
  madeAt: string;
  request: OffboardingRequest;
  items: PlanItem[];
  excluded: Excluded[];
  /** What the subject has through others, such as groups, and the plan does not remove; absent where there is none. */
  inherited?: InheritedAssociation[];
  /** Scanned resources (domains, instances, ...) or, where these hold more, their associations: each once, however often it was read. */
  scanned: number;
  inaccessible: Inaccessible[];
  /** Whether the subject exists anywhere that was searched, with or without associations; absent without a subject. */
  subjectFound?: boolean;
  estimate: Estimate;
  /** From the approval to the first removal, where the stage wants time to stop it. */
  coolingOffSeconds?: number;
  /** The stage's freeze window that was open when it was made, or the next one. */
  freeze?: Freeze;
}
