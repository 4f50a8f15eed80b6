/**
 * Where virtual time begins in `npm start`, the tests and the proofs: a Monday morning in UTC, hours away from the stack's
 * nightly cleanups and from any change of daylight saving. A run dated from it does not depend on the hour it runs at.
 * Milliseconds since 1970.
 */
export const VIRTUAL_START = Date.UTC(2026, 10, 23, 9);
