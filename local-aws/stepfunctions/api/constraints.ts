/** Constraints of the service's model that many operations share. */

import type { Constraint } from '../../wire/input/validate.ts';

export const ARN = { required: true, length: [1, 256] } as const satisfies Constraint;
export const LONG_ARN = { required: true, length: [1, 2_000] } as const satisfies Constraint;
export const MAX_RESULTS: Constraint = { range: [0, 1_000] };
export const NEXT_TOKEN: Constraint = { length: [1, 3_096] };
export const INCLUDED_DATA: Constraint = { among: ['ALL_DATA', 'METADATA_ONLY'] };
export const TASK_TOKEN = { required: true, length: [1, 2_048] } as const satisfies Constraint;

/** 256 KiB as UTF-8: the longest data a state takes or gives. */
export const DATA_LIMIT = 262_144;

/** An optional string of at most this length. */
export const upTo = (longest: number): Constraint => ({ length: [0, longest] });

/** Data, errors and causes: what the model calls sensitive. */
export const secretUpTo = (longest: number): Constraint => ({ length: [0, longest], sensitive: true });
