/** What is built anew where a file in one of these folders is newer. test/boundaries.test.ts holds them to who imports whom. */

/** Of the bundles of dist/. */
export const DIST_FOLDERS: readonly string[] = [
  'associations',
  'cli',
  'client',
  'console',
  'event-pattern',
  'events',
  'local-aws',
  'loopback-guard',
  'offboardings',
  'packaging',
  'schedule-expression',
  'simulators',
  'templates',
];

/** Of the packaged stack. */
export const STACK_FOLDERS: readonly string[] = [
  'associations',
  'event-pattern',
  'events',
  'functions',
  'notices',
  'offboardings',
  'packaging',
  'schedule-expression',
  'statemachines',
  'templates',
];
