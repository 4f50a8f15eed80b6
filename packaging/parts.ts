/** Functions, roles, machines and resources that a stage has where one of its parameters asks for them. */

import type { Description } from './expand.ts';
import { joined } from './template.ts';

/** Of a file of templates/. */
export type Parts = Pick<Description, 'functions' | 'roles' | 'machines' | 'resources'>;

/** The stack with them. */
export function withParts(stack: Parts, { functions, roles, machines, resources }: Parts): Parts {
  return {
    functions: { ...stack.functions, ...functions },
    roles: { ...stack.roles, ...roles },
    machines: { ...stack.machines, ...machines },
    resources: joined(stack.resources, resources),
  };
}
