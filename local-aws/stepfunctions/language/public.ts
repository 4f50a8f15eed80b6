/** The States Language by itself: a definition checked, and an execution taken from event to event. */

export { advance, begin } from './index.ts';
export type { Json } from './model/json.ts';
export * from './model/types.ts';
export { validateDefinition } from './validation/index.ts';
