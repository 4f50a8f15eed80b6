/** What is claimed and can be tried at any size: one line a proof. */

import { chaos } from './chaos.ts';
import { console } from './console.ts';
import { kill } from './kill.ts';
import { pace } from './pace.ts';
import { permissions } from './permissions.ts';
import type { Proof } from './proof.ts';
import { replay } from './replay.ts';
import { storm } from './storm.ts';

export const proofs = { replay, kill, storm, chaos, permissions, pace, console } as const satisfies Record<
  string,
  Proof
>;

export type ProofName = keyof typeof proofs;
