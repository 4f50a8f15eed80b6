/** The policy that the caller of AssumeRole gives a session, read as STS reads it. */

import { AwsError } from '../core/aws.ts';
import { checkConditions } from './conditions.ts';
import { list, type PolicyDocument, type Statement } from './policy.ts';

/** "The plaintext that you use for both inline and managed session policies can't exceed 2,048 characters." */
const MOST_CHARACTERS = 2048;

export interface SessionPolicy {
  document: PolicyDocument;
  /** Of what a session's policy may be, in percent. */
  packedSize: number;
}

/** @throws AwsError PackedPolicyTooLarge, MalformedPolicyDocument */
export function readSessionPolicy(text: string): SessionPolicy {
  const packedSize = Math.ceil((text.length / MOST_CHARACTERS) * 100);
  if (text.length > MOST_CHARACTERS) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      `Packed size of session policy consumes ${packedSize}% of allotted space, please use a smaller policy.`,
    );
  }
  const document = parse(text);
  if (!isObject(document)) throw malformed('Syntax errors in policy.');
  const { Version, Id: _, Statement, ...others } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    throw malformed('The policy has an invalid Version.');
  const statements = list(Statement as unknown);
  if (statements.length === 0 || Object.keys(others).length > 0) throw malformed('Syntax errors in policy.');
  for (const statement of statements) refuseStatement(statement);
  return { document: document as unknown as PolicyDocument, packedSize };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

const ELEMENTS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

function refuseStatement(statement: unknown): void {
  if (!isObject(statement)) throw malformed('Syntax errors in policy.');
  if ('Principal' in statement || 'NotPrincipal' in statement)
    throw malformed('Policy document should not specify a principal.');
  if (!Object.keys(statement).every((element) => ELEMENTS.includes(element)))
    throw malformed('Syntax errors in policy.');
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed('Syntax errors in policy.');
  if (!isOneOf(Action, NotAction)) throw malformed('Policy statement must contain actions.');
  if (!isOneOf(Resource, NotResource)) throw malformed('Policy statement must contain resources.');
  for (const action of list((Action ?? NotAction) as string | string[])) {
    if (action !== '*' && !/^[\w-]+:[\w*?]+$/.test(action))
      throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  refuseCondition(Condition);
}

/** One of two elements, as a text or a list of texts. */
function isOneOf(positive: unknown, negative: unknown): boolean {
  if ((positive === undefined) === (negative === undefined)) return false;
  const texts = list(positive ?? negative);
  return texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '');
}

function refuseCondition(condition: unknown): void {
  if (condition === undefined) return;
  if (!isObject(condition) || !Object.values(condition).every(isObject)) throw malformed('Syntax errors in policy.');
  try {
    checkConditions(condition as Statement['Condition']);
  } catch (error) {
    throw malformed((error as Error).message);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}
