/**
 * Regular expressions come with definitions, and one like `(a+)+b` would keep the whole runtime busy for years. With this
 * flag V8 goes over to its linear engine when a match has gone back too often.
 */

import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
