export { deploy } from './deploy.ts';
export { functionsOf } from './functions.ts';
export { grantsOfStack, type StackGrant, withoutGrant } from './grants.ts';
export { loadStack, type Stack, type StackSource } from './load.ts';
export { rolesOf } from './roles.ts';
export type { Template } from './template.ts';
