import type { Policy } from '../contract.ts';
import { synchronous } from '../pace.ts';
import type { ExternalConnection } from './target.ts';

export const policy: Policy<ExternalConnection> = { pace: synchronous };
