/** Versions of state machines, of which there are none: publishing one is refused. */

import type { ListStateMachineVersionsInput, ListStateMachineVersionsOutput } from '@aws-sdk/client-sfn';
import type { Operation } from '../../core/aws.ts';
import { validate } from '../../wire/input/validate.ts';
import { ARN, MAX_RESULTS, NEXT_TOKEN } from './constraints.ts';
import { invalidToken } from './errors.ts';
import { machineAt, on, type Sfn } from './service.ts';

export function versions(sfn: Sfn) {
  const ListStateMachineVersions: Operation<ListStateMachineVersionsInput, ListStateMachineVersionsOutput> = {
    permissions: on('ListStateMachineVersions', 'stateMachineArn'),
    run(input) {
      validate(input, { stateMachineArn: ARN, maxResults: MAX_RESULTS, nextToken: NEXT_TOKEN });
      machineAt(sfn, input.stateMachineArn);
      if (input.nextToken !== undefined) throw invalidToken('Invalid token');
      return { stateMachineVersions: [] };
    },
  };

  return { ListStateMachineVersions };
}
