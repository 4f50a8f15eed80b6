/** The packaged template, and what the runtime makes of it. */

export { deploy } from './deploy.ts';
export { functionsOf } from './functions.ts';
export { grantsOfStack, type StackGrant, withoutGrant } from './grants.ts';
export { loadStack, loadTemplate, type Stack } from './load.ts';
export { rolesOf } from './roles.ts';
export { spokeStacks } from './spokes.ts';
