/** Checks of a stage's name and parameters, which AWS would refuse only halfway through a deployment or at a request. */

import { kinds } from '../associations/registry.ts';
import { approverProblem, personalRoleProblem } from '../offboardings/approvers.ts';
import { APPROVAL_RISKS } from '../offboardings/assess.ts';
import { freezeProblem, parseFreezeWindows } from '../offboardings/common/freeze.ts';
import { parseProtectedNames } from '../offboardings/common/protected-patterns.ts';
import { guardrails } from '../offboardings/guardrails/index.ts';
import type { Functions } from './template.ts';

/** The longest names that Lambda and EventBridge take; everything else may be longer. */
const LONGEST_NAME = 64;

/** Names of what bears the stage's name. */
export interface Named {
  functions: readonly string[];
  rules: readonly string[];
}

/** @throws Error that says what is wrong with the stage's name, and what it may be. */
export function checkNames(stackName: string, { functions, rules }: Named): void {
  const stage = stackName.replace(/^offboard-/, '');
  if (!/^[a-z0-9-]+$/.test(stage)) {
    throw new Error(`the stage '${stage}' is part of a bucket's name: lower-case letters, digits and hyphens only`);
  }
  checkLength(stage, 'Lambda takes no function', functions);
  checkLength(stage, 'EventBridge takes no rule', rules);
}

function checkLength(stage: string, refusal: string, names: readonly string[]): void {
  const [longest = ''] = names.toSorted((a, b) => b.length - a.length);
  const over = longest.length - LONGEST_NAME;
  if (over > 0) throw new Error(`the stage '${stage}' is too long by ${over}: ${refusal} named ${longest}`);
}

/** Lambda measures a function's environment as JSON. */
const MAX_ENVIRONMENT_BYTES = 4096;
/** The longest that a reference to another resource becomes: an ARN. */
const LONGEST_REFERENCE = 'x'.repeat(140);

/** @throws Error for a function whose environment Lambda would not take: of long lists in stage parameters. */
export function checkEnvironments(functions: Functions, shared: Readonly<Record<string, unknown>>): void {
  for (const { name, environment = {} } of Object.values(functions)) {
    const texts = Object.entries({ ...shared, ...environment }).map(([key, value]) => [key, textOf(value)]);
    const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(texts)));
    if (bytes <= MAX_ENVIRONMENT_BYTES) continue;
    const [longest = ''] = texts.toSorted(([, a = ''], [, b = '']) => b.length - a.length)[0] ?? [];
    throw new Error(
      `the environment of ${name} takes ${bytes} bytes, and Lambda takes ${MAX_ENVIRONMENT_BYTES}: shorten what ${longest} is made of`,
    );
  }
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { 'Fn::Sub': text } = value as { 'Fn::Sub'?: unknown };
  return typeof text === 'string' ? text : LONGEST_REFERENCE;
}

/** @throws Error for a Region of another partition: the state machines call AWS by ARNs of the commercial one. */
export function checkRegion(region: string): void {
  if (!/^(cn|us-gov|us-iso|eu-isoe|eusc)/.test(region)) return;
  throw new Error(`the Region ${region} is in another partition than aws, which the state machines' ARNs name`);
}

/** @throws Error for a level that Step Functions has, but the stack does not. */
export function checkMachineLogs(level: string): void {
  if (level === 'ERROR' || level === 'OFF') return;
  throw new Error(`machineLogs is ERROR or OFF; not '${level}'`);
}

/** @throws Error for what is no account, which would let nobody be acted for or send, and say nothing. */
export function checkSpokeAccounts(text: string | number): void {
  const wrong = listIn('spokeAccounts', text).filter((account) => !/^[\d*?]{1,12}$/.test(account));
  if (wrong.length > 0) {
    throw new Error(`spokeAccounts are account ids or patterns of them, separated by commas; not ${wrong.join(', ')}`);
  }
}

/** @throws Error for a number of days, or a mode of Object Lock, that S3 would refuse with the first plan. */
export function checkRetention(days: number | string, mode: string): void {
  if (!/^[1-9]\d*$/.test(String(days)))
    throw new Error(`evidenceRetentionDays is a number of days from 1 on; not '${days}'`);
  if (!/^(GOVERNANCE|COMPLIANCE)$/.test(mode))
    throw new Error(`objectLockMode is GOVERNANCE or COMPLIANCE; not '${mode}'`);
}

/** The longest wait of Step Functions. */
const MAX_WAIT_SECONDS = 99_999_999;

/** @throws Error for what is no list of waits: the first verification would fail with it. */
export function checkVerifications(text: string | number): void {
  const wrong = listIn('verifyAfterSeconds', text).filter(
    (seconds) => !/^[1-9]\d*$/.test(seconds) || Number(seconds) > MAX_WAIT_SECONDS,
  );
  if (wrong.length > 0) throw new Error(`verifyAfterSeconds are seconds, separated by commas; not ${wrong.join(', ')}`);
}

/** An offboarding waits 30 days for an approval, and its items take 30 more, of the 100 of its execution. */
const MAX_COOLING_OFF_SECONDS = 7 * 86_400;

/** @throws Error for what is no number of seconds, or for too many. */
export function checkCoolingOff(seconds: number | string): void {
  if (/^\d{1,6}$/.test(String(seconds)) && Number(seconds) <= MAX_COOLING_OFF_SECONDS) return;
  throw new Error(`coolingOffSeconds is a number from 0 to ${MAX_COOLING_OFF_SECONDS}; not '${seconds}'`);
}

/** @throws Error for what is no list of windows, and for freezes that would hold up an offboarding to its end. */
export function checkFreezeWindows(text: string, now: number): void {
  const problem = freezeProblem(parseFreezeWindows(text), now);
  if (problem !== undefined) throw new Error(`freezeWindows: ${problem}`);
  if (Buffer.byteLength(text) > MAX_FREEZE_WINDOWS_BYTES)
    throw new Error(`freezeWindows is longer than ${MAX_FREEZE_WINDOWS_BYTES} bytes`);
}

/** @throws Error for a list, or a pattern that IAM does not have: it would allow nothing. */
export function checkPatterns(parameters: Readonly<Record<string, string>>): void {
  const wrong = Object.entries(parameters).find(([, value]) => !/^[^\s,{}[\]]+$/.test(value));
  if (wrong === undefined) return;
  throw new Error(`${wrong[0]} is one pattern of IAM, in which * and ? stand for other characters; not '${wrong[1]}'`);
}

/** Lambda takes 4 KB of environment for a function; the rest of a function's is below 1 KB. */
const MAX_PROTECTED_NAMES_BYTES = 2500;
const MAX_FREEZE_WINDOWS_BYTES = 500;

/** The stage parameters that limit what requests may do. */
export interface Guards {
  protectedNames: string;
  guardrailFloor: string;
  approvalFloor: string;
  singleRequestLimit: string | number;
}

/** @throws Error for a value that would guard nothing, and say nothing. */
export function checkGuards({ guardrailFloor, approvalFloor, singleRequestLimit, ...guards }: Guards): void {
  const protectedNames = String(guards.protectedNames);
  parseProtectedNames(protectedNames);
  const bytes = Buffer.byteLength(protectedNames);
  if (bytes > MAX_PROTECTED_NAMES_BYTES) {
    throw new Error(
      `protectedNames has ${bytes} bytes; a function's environment has room for ${MAX_PROTECTED_NAMES_BYTES}`,
    );
  }
  refuseUnknown(
    'guardrailFloor',
    guardrailFloor,
    guardrails.map(({ name }) => name),
  );
  refuseUnknown('approvalFloor', approvalFloor, [...kinds, ...APPROVAL_RISKS]);
  const isLimit = /^([1-9]\d?|100|none)$/.test(String(singleRequestLimit));
  if (!isLimit) throw new Error(`singleRequestLimit is a number from 1 to 100, or none; not '${singleRequestLimit}'`);
}

function refuseUnknown(parameter: string, text: string, known: readonly string[]): void {
  const unknown = listIn(parameter, text).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`${parameter} names ${unknown.join(', ')}; it may name ${known.join(', ')}`);
}

/** @throws Error for a parameter that nothing reads: a misspelt pattern would narrow nothing. */
export function checkParameters(given: readonly string[], known: readonly string[]): void {
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(`the stack has no parameter ${unknown.join(', ')}; it has ${known.toSorted().join(', ')}`);
}

/** The ids in a list of accounts. @throws Error for what is no account. */
export function accountsIn(parameter: string, text: string | number): string[] {
  const accounts = listIn(parameter, text);
  const wrong = accounts.filter((account) => !/^\d{12}$/.test(account));
  if (wrong.length > 0)
    throw new Error(`${parameter} are account ids of 12 digits, separated by commas; not ${wrong.join(', ')}`);
  return accounts;
}

/**
 * The parts of a stage parameter that are separated by commas. A number on the command line is read as one.
 * @throws Error for an empty part: of commas alone, `approvers` would be every identity, and a floor would be none.
 */
export function listIn(parameter: string, text: string | number): string[] {
  if (text === '') return [];
  const parts = String(text)
    .split(',')
    .map((part) => part.trim());
  if (parts.includes(''))
    throw new Error(`${parameter} has an empty entry in '${text}': one comma separates two entries`);
  return parts;
}

export interface IdentityParameters {
  approvers: string;
  personalSessionRoles: string;
}

/** @throws Error for a pattern that matches nobody, or whom it cannot tell from anybody. */
export function checkIdentities(parameters: IdentityParameters): void {
  checkList('approvers', parameters.approvers, approverProblem);
  checkList('personalSessionRoles', parameters.personalSessionRoles, personalRoleProblem);
}

function checkList(name: string, text: string, problemOf: (entry: string) => string | undefined): void {
  const problems = listIn(name, text).flatMap((entry) => problemOf(entry) ?? []);
  if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`);
}
