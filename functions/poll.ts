/** Looks once how far a disassociation has come. */

import type { Handler } from 'aws-lambda';
import type { AssociationProvider } from '../associations/contract.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import type { Disassociation, TaskInput } from './disassociation/disassociation.ts';
import { run } from './disassociation/run.ts';

export function poll(association: AssociationProvider): Handler<TaskInput, Disassociation> {
  return task({
    name: `poll ${association.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    remarks: ({ progress, polls }) => ({ state: progress.state, serviceStatus: progress.serviceStatus, polls }),
    work({ request: envelope, disassociation: earlier }, context) {
      const request = readRequest(envelope);
      return run({ association, request, earlier, context }, (runContext) =>
        association.poll(request.data.target, runContext),
      );
    },
  });
}
