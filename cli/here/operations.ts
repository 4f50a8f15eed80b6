/** What may be called on the caller's account: what the kinds declare for their tasks, and nothing else. */

import type { Task } from '../../associations/common/permissions.ts';
import { associationOf, kinds } from '../../associations/registry.ts';

/** Of `plan`: whatever else a function calls is refused. */
export const READS: readonly Task[] = ['discover', 'poll'];

export interface AllowedCalls {
  /** IAM actions: `es:ListDomainNames`. */
  actions: ReadonlySet<string>;
  /** The same as signing names and operations. */
  operations: ReadonlySet<string>;
}

export function allowedCalls(tasks: readonly Task[]): AllowedCalls {
  const declared = kinds.flatMap((kind) => {
    const { permissions } = associationOf(kind);
    const actions = tasks.flatMap((task) => permissions[task]).flatMap((statement) => statement.actions);
    return actions.map((action) => ({ action, operation: permissions.operations?.[action] ?? action }));
  });
  return {
    actions: new Set(declared.map(({ action }) => action)),
    operations: new Set(declared.map(({ operation }) => operation)),
  };
}
