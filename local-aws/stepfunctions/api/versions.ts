/** Versions of state machines and their aliases, of which there are none: publishing or making one is refused. */

import { invalidToken } from './errors.ts';
import type { Operations } from './inputs.ts';
import { machineAt, on, type Sfn } from './service.ts';

export function versions(sfn: Sfn) {
  return {
    ListStateMachineVersions: {
      permissions: on('ListStateMachineVersions', 'stateMachineArn'),
      run(input) {
        machineAt(sfn, input.stateMachineArn);
        if (input.nextToken !== undefined) throw invalidToken('Invalid token');
        return { stateMachineVersions: [] };
      },
    },
    ListStateMachineAliases: {
      permissions: on('ListStateMachineAliases', 'stateMachineArn'),
      run(input) {
        machineAt(sfn, input.stateMachineArn);
        if (input.nextToken !== undefined) throw invalidToken('Invalid token');
        return { stateMachineAliases: [] };
      },
    },
  } satisfies Operations;
}
