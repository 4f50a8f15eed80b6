/** What is claimed and can be tried at any size: one line a proof. */

import { chaos } from './chaos.ts';
import type { Proof } from './common/proof.ts';
import { console } from './console.ts';
import { evidence } from './evidence.ts';
import { fuzz } from './fuzz.ts';
import { guardrails } from './guardrails.ts';
import { here } from './here.ts';
import { insider } from './insider.ts';
import { kill } from './kill.ts';
import { leavers } from './leavers.ts';
import { names } from './names.ts';
import { pace } from './pace.ts';
import { permissions } from './permissions.ts';
import { plans } from './plans.ts';
import { replay } from './replay.ts';
import { restore } from './restore.ts';
import { scale } from './scale.ts';
import { schedules } from './schedules.ts';
import { storm } from './storm.ts';
import { wire } from './wire.ts';

export const proofs = {
  replay,
  kill,
  fuzz,
  storm,
  chaos,
  permissions,
  pace,
  console,
  plans,
  guardrails,
  scale,
  schedules,
  evidence,
  restore,
  here,
  names,
  leavers,
  insider,
  wire,
} as const satisfies Record<string, Proof>;

export type ProofName = keyof typeof proofs;
