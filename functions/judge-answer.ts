/**
 * Says whose answer it is, and whether it counts. The proof is a signed GetCallerIdentity that the answering person's
 * own credentials made: we send it to STS as it is, and STS says who signed it. (Step Functions does not tell an
 * execution who started it, and whoever may send a task's success would be believed to be anyone.)
 */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { personalData } from '../associations/personal-data.ts';
import { ANSWER_HEADER, type Answer, answerHeader, refusalOf, type Waiting } from '../offboardings/answer.ts';
import { task } from './common/task.ts';

const answerSchema = v.strictObject({
  offboarding: v.string(),
  run: v.string(),
  planId: v.string(),
  decision: v.picklist(['approve', 'deny']),
  reason: v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(1024),
    v.check(
      (reason) => personalData(reason) === undefined,
      'must be without personal data, because it is kept for years',
    ),
  ),
});

/** The headers of a GetCallerIdentity as the SDK signed it. */
const proofSchema = v.record(v.string(), v.string());

export interface JudgeAnswerInput {
  answer: unknown;
  proof: unknown;
  waiting: Waiting;
}

export interface Judged {
  counts: boolean;
  decision: Answer['decision'];
  /** The ARN that STS gave. */
  by: string;
  at: string;
  /** The person's; where the answer does not count, ours. */
  reason: string;
}

export const handler = task({
  name: 'judge-answer',
  correlationId: ({ waiting }: JudgeAnswerInput) => waiting.offboarding,
  logFields: ({ counts, decision }: Judged) => ({ counts, decision }),
  async work({ answer: given, proof: headers, waiting }: JudgeAnswerInput, context: Context): Promise<Judged> {
    const answer = v.parse(answerSchema, given);
    const proof = v.parse(proofSchema, headers);
    const now = new Date();
    const by = await signerOf(proof, answer);
    const refusal = strangerIn(by, context) ?? refusalOf(answer, waiting, by, now);
    const { decision, reason } = answer;
    return { counts: refusal === undefined, decision, by, at: now.toISOString(), reason: refusal ?? reason };
  },
});

/**
 * Only principals of the stack's own account can start the state machine that takes answers. STS vouches for those of any:
 * whoever asked may have another account at hand, and somebody else's name in it.
 */
function strangerIn(by: string, { invokedFunctionArn }: Context): string | undefined {
  const account = invokedFunctionArn.split(':')[4];
  if (by.split(':')[4] === account) return undefined;
  return `${by} is of another account: whoever answers does so with an identity of ${account}.`;
}

/** @throws Error where the proof was made for another answer, or STS does not accept it. */
async function signerOf(proof: Readonly<Record<string, string>>, answer: Answer): Promise<string> {
  const headers = Object.fromEntries(Object.entries(proof).map(([name, value]) => [name.toLowerCase(), value]));
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  if (!signed.includes(ANSWER_HEADER) || headers[ANSWER_HEADER] !== answerHeader(answer)) {
    throw new Error(`the proof was not signed for this answer: it must sign ${ANSWER_HEADER}: ${answerHeader(answer)}`);
  }
  const { Arn = '' } = await clientSending(headers).send(new GetCallerIdentityCommand({}));
  return Arn;
}

/** An STS client that sends somebody else's signature in the place of its own. */
function clientSending(headers: Readonly<Record<string, string>>): STSClient {
  const sts = new STSClient({ maxAttempts: 1 });
  sts.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      const { host } = request.headers;
      // The signature covers the host: what was signed for another one is not good here, and STS would say so.
      request.headers = { ...headers, ...(host !== undefined && { host }) };
      return next(args);
    },
    { step: 'finalizeRequest', name: 'sendProof', priority: 'low' },
  );
  return sts;
}
