/** The machinery of simulated services. It knows no service: `SimulatedService` is what one registers. */

export { type Association, type AssociationType, associationType } from './association.ts';
export type { CloudReader } from './cloud-reader.ts';
export { type Effect, type EffectRecord, OUTSIDE } from './effects.ts';
export { type AssociationEntry, listAssociations } from './list-associations.ts';
export { metered } from './metered.ts';
export type { CloudOptions, GivenOptions } from './options.ts';
export { associateAgain, removeAssociation } from './outside-changes.ts';
export { pager } from './pager.ts';
export { type ResourceType, resourceType } from './resource-type.ts';
export * from './scripted-outcome.ts';
export { type GeneratedAssociations, generate, type Seeder, seeder } from './seed.ts';
export type { ChosenVariants, Variant, Variants } from './service-variants.ts';
export { SimulatedCloud } from './simulated-cloud.ts';
export type { SimulatedService } from './simulated-service.ts';
export * from './timeline.ts';
