/**
 * Verifies who answers a plan, and whether the answer is valid. The proof is a GetCallerIdentity request that the
 * person's own credentials signed: sent to STS as it is, it returns who signed it. (Step Functions does not tell an
 * execution who started it, and whoever may send a task's success could claim to be anyone.)
 */

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import * as v from 'valibot';
import { personalData } from '../associations/personal-data.ts';
import { problemLine, problemOf } from '../events/problem.ts';
import { ANSWER_HEADER, type Answer, answerHeader, invalidReason, type Waiting } from '../offboardings/answer.ts';
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

export interface ValidateAnswerInput {
  answer: unknown;
  proof: unknown;
  waiting: Waiting;
}

export interface ValidatedAnswer {
  valid: boolean;
  decision: Answer['decision'];
  /** The ARN that STS returned. */
  by: string;
  at: string;
  /** The person's; for an invalid answer, why it is invalid. */
  reason: string;
}

export const handler = task({
  name: 'validate-answer',
  correlationId: ({ waiting }: ValidateAnswerInput) => waiting.offboarding,
  logFields: ({ valid, decision }: ValidatedAnswer) => ({ valid, decision }),
  async work(
    { answer: given, proof: headers, waiting }: ValidateAnswerInput,
    context: Context,
  ): Promise<ValidatedAnswer> {
    const answer = parse(answerSchema, given, 'answer');
    const proof = parse(proofSchema, headers, 'proof');
    const now = new Date();
    const by = await signerOf(proof, answer);
    const invalid = otherAccountProblem(by, context) ?? invalidReason(answer, waiting, by, now);
    const { decision, reason } = answer;
    return { valid: invalid === undefined, decision, by, at: now.toISOString(), reason: invalid ?? reason };
  },
});

/** @throws Error with every problem. */
function parse<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, name: string): Output {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new Error(result.issues.map((issue) => problemLine(problemOf(issue, name))).join('; '));
}

/**
 * STS identifies principals of any account, and whoever requested the offboarding may have another account with somebody
 * else's name in it. Only principals of the stack's own account can start the state machine that takes answers.
 */
function otherAccountProblem(by: string, { invokedFunctionArn }: Context): string | undefined {
  const account = invokedFunctionArn.split(':')[4];
  if (by.split(':')[4] === account) return undefined;
  return `${by} belongs to another account. Answer with an identity of ${account}.`;
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

/** An STS client that sends the proof's signature instead of its own. */
function clientSending(headers: Readonly<Record<string, string>>): STSClient {
  const sts = new STSClient({ maxAttempts: 1 });
  sts.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      const { host } = request.headers;
      // The signature covers the host: STS rejects one that was signed for another host.
      request.headers = { ...headers, ...(host !== undefined && { host }) };
      return next(args);
    },
    { step: 'finalizeRequest', name: 'sendProof', priority: 'low' },
  );
  return sts;
}
