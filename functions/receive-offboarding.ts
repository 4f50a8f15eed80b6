/** Validates an offboarding's request and stores the searches it needs. */

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { type Envelope, InvalidEvent, type Problem } from '../events/define.ts';
import { type OffboardingRequest, offboardingRequested } from '../events/offboarding-requested.ts';
import { listProblems } from '../events/problem.ts';
import { approvalsNeeded as needed } from '../offboardings/answer.ts';
import type { Requester } from '../offboardings/requester.ts';
import { searchesFor } from '../offboardings/searches.ts';
import { problemsOf } from '../offboardings/validate.ts';
import { putJson } from './common/bucket.ts';
import { isConfigured } from './common/configured.ts';
import { workKey, workPrefix } from './common/keys.ts';
import { identify, identifying, MAX_OFFBOARDING_BYTES, sizeProblem } from './common/request.ts';
import { requesterOf } from './common/requester.ts';
import { whereProblem } from './common/spoke-roles.ts';
import { task } from './common/task.ts';
import { timestampProblem } from './common/timestamp.ts';

export interface Received {
  /** What identifies the request, which the tasks after this one are given in its place. */
  request: Envelope;
  /** The request's id; without one, the envelope's. */
  id: string;
  /** Of the keys of the run's intermediate objects. */
  prefix: string;
  /** None for a valid request. */
  problems: Problem[];
  mode: 'plan' | 'apply';
  /** The fields that all its events have. */
  about: { subject?: unknown; policy?: string; mode: 'plan' | 'apply'; requester: Pick<Requester, 'name' | 'proof'> };
  requester: Requester;
  approvalsNeeded: number;
  /** ISO 8601, in UTC; null for at once. */
  notBefore: string | null;
  /** None for an invalid request. */
  searches: number;
  /** They are in the bucket, since those of hundreds of accounts are more than a state can carry. */
  searchesKey: string;
}

const eventBridge = new EventBridgeClient({});
const kms = new KMSClient({});
const s3 = new S3Client({});
const sfn = new SFNClient({});

export interface ReceiveInput {
  request: Envelope;
  /** The execution's name. */
  run: string;
  /** False where another request with other content has its id. */
  isNew: boolean;
}

const ID_USED: Problem = {
  path: 'detail.metadata.id',
  message: 'id must be new: a request with other content has it. Send this request under an id of its own',
};

export const handler = task({
  name: 'receive-offboarding',
  correlationId: ({ request }: ReceiveInput) => identify(request).correlationId,
  logFields: ({ problems, searches, mode }: Received) => ({
    problems: problems.length,
    searches,
    mode,
  }),
  async work(input: ReceiveInput, context: Context): Promise<Received> {
    const { request: envelope, run, isNew } = input;
    const { id } = identify(envelope);
    const prefix = workPrefix(id, run);
    const request = read(envelope);
    const identified = { request: identifying(envelope), id, prefix, searchesKey: workKey(id, run, 'searches.json') };
    const requester = await whoRequests(input, context);
    const { name, proof } = requester;
    const approvalsNeeded = needed(requester);
    if ('problems' in request) {
      const about = { mode: 'plan' as const, requester: { name, proof } };
      return {
        ...identified,
        problems: request.problems,
        mode: 'plan',
        about,
        requester,
        approvalsNeeded,
        notBefore: null,
        searches: 0,
      };
    }
    const { subject, policy, options } = request.data;
    const mode = options?.mode ?? policy?.mode ?? 'plan';
    const found = [
      ...(isNew ? [] : [ID_USED]),
      ...[timestampProblem(request.metadata)].flatMap((problem) => problem ?? []),
      ...problemsOf(request, whereProblem),
    ];
    const problems = listProblems(found, (problem) => problem);
    const searches = problems.length > 0 ? [] : searchesFor(request, region());
    if (problems.length === 0) await putJson(s3, identified.searchesKey, searches);
    return {
      ...identified,
      problems,
      mode,
      about: {
        ...(subject !== undefined && { subject }),
        ...(policy !== undefined && { policy: policy.name }),
        mode,
        requester: { name, proof },
      },
      requester,
      approvalsNeeded,
      notBefore: options?.notBefore === undefined ? null : new Date(options.notBefore).toISOString(),
      searches: searches.length,
    };
  },
});

async function whoRequests(input: ReceiveInput, context: Context): Promise<Requester> {
  const requester = await requesterOf(kms, input.request, new Date());
  const configured = requester.proof === 'claimed' && (await isConfigured({ eventBridge, sfn }, input, context));
  return configured ? { ...requester, proof: 'configured' } : requester;
}

function read(envelope: Envelope): OffboardingRequest | { problems: Problem[] } {
  const tooLarge = sizeProblem(envelope, MAX_OFFBOARDING_BYTES);
  if (tooLarge !== undefined) return { problems: [tooLarge] };
  try {
    return offboardingRequested.read(envelope);
  } catch (error) {
    if (error instanceof InvalidEvent) return { problems: [...error.problems] };
    throw error;
  }
}

/** Lambda sets it for every function. */
function region(): string {
  return process.env.AWS_REGION ?? '';
}
