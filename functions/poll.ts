import type { Handler } from 'aws-lambda';
import type { AssociationProvider } from '../associations/common/contract.ts';
import { identify, readRequest } from './common/request.ts';
import { task } from './common/task.ts';
import type { Disassociation, TaskInput } from './disassociation/disassociation.ts';
import { run } from './disassociation/run.ts';

export function poll(provider: AssociationProvider): Handler<TaskInput, Disassociation> {
  return task({
    name: `poll ${provider.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    logFields: ({ progress, polls }) => ({ state: progress.state, serviceStatus: progress.serviceStatus, polls }),
    work({ request: envelope, disassociation: earlier }, lambdaContext) {
      const request = readRequest(envelope);
      return run({ provider, request, envelope, earlier, retried: false, lambdaContext }, (context) =>
        provider.poll(request.data.target, context),
      );
    },
  });
}
