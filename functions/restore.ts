/** Asks AWS to tie again what was ended, from what the service showed of it before. */

import type { Handler } from 'aws-lambda';
import type { Association, AwsCall, Json } from '../associations/contract.ts';
import type { Envelope } from '../events/define.ts';
import { AccessDenied, named, unavailable } from './errors.ts';
import { identify, readRequest } from './request.ts';
import { sessionFor } from './run.ts';
import { task } from './task.ts';
import { whereProblem } from './where.ts';

export interface RestoreInput {
  /** Names the association; the state machine has looked that it is gone. */
  request: Envelope;
  before: Json;
}

export interface Restored {
  outcome: 'ASKED' | 'REFUSED';
  /** Where it was refused. */
  error?: string;
  message?: string;
  calls: AwsCall[];
}

export function restore(association: Association): Handler<RestoreInput, Restored> {
  return task({
    name: `restore ${association.kind}`,
    correlationId: ({ request }) => identify(request).correlationId,
    remarks: ({ outcome, error }) => ({ outcome, error }),
    async work({ request: envelope, before }, context): Promise<Restored> {
      const request = readRequest(envelope);
      const { target, where } = request.data;
      const problem = whereProblem(where);
      if (problem !== undefined) return { outcome: 'REFUSED', error: 'NotASpoke', message: problem.message, calls: [] };
      if (association.restore === undefined) {
        return { outcome: 'REFUSED', error: 'NoWayBack', message: 'The service knows no way back.', calls: [] };
      }
      const session = await sessionFor({ association, request, earlier: null, context });
      try {
        await association.restore(target, before, session);
        return { outcome: 'ASKED', calls: session.calls };
      } catch (error) {
        return { outcome: 'REFUSED', ...refusalIn(error, association), calls: session.calls };
      }
    },
  });
}

/** What the service said no with. Throws on what may be otherwise when one asks again. */
function refusalIn(error: unknown, { errors }: Association): { error: string; message: string } {
  const ours = named(error);
  if (!(error instanceof Error)) throw error;
  if (ours === error && errors[error.name] === 'RETRY') throw unavailable(error);
  if (ours !== error && !(ours instanceof AccessDenied)) throw ours;
  return { error: error.name, message: error.message };
}
