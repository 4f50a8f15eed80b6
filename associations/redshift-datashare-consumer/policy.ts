import type { Policy } from '../contract.ts';
import { synchronous } from '../pace.ts';
import type { DataShareConsumer } from './target.ts';

export const policy: Policy<DataShareConsumer> = { pace: synchronous };
