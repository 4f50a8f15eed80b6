/** What the author of a service needs: the contract, the store and the clock, input validation, pages. */

export { type ControlRequest, type ControlRoutes, requiredText } from './control/control-api.ts';
export { type AccountRegion, accountRegionOf } from './core/account-region.ts';
export * from './core/aws.ts';
export type { Clock } from './core/clock.ts';
export type { Store, Table } from './core/store.ts';
export { type Page, type PageRequest, page } from './wire/input/pages.ts';
export type { SdkOperations } from './wire/input/sdk-operations.ts';
export * from './wire/input/shape.ts';
export { typed } from './wire/input/typed.ts';
