/** Every verb of the command line, in the order --help lists them. One line a verb. */

import type { Verb } from '../verb.ts';
import { apply } from './apply.ts';
import { approve } from './approve.ts';
import { console } from './console.ts';
import { deadLetters } from './dead-letters.ts';
import { deny } from './deny.ts';
import { dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { emit } from './emit.ts';
import { evidence } from './evidence.ts';
import { kinds } from './kinds.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { report } from './report.ts';
import { request } from './request.ts';
import { restore } from './restore.ts';
import { schedule } from './schedule.ts';
import { show } from './show.ts';
import { sim } from './sim.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { watch } from './watch.ts';

export const verbs: readonly Verb[] = [
  dev,
  start,
  request,
  emit,
  plan,
  apply,
  approve,
  deny,
  evidence,
  report,
  restore,
  schedule,
  kinds,
  list,
  show,
  watch,
  console,
  stop,
  deadLetters,
  doctor,
  sim,
];
