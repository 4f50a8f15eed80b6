/** A policy document as IAM's grammar has it. */

export type OneOrMore<Value> = Value | readonly Value[];

/** `"*"`, or principals by sort: `{ AWS: [...] }`, `{ Service: 'events.amazonaws.com' }`. */
export type Principal = '*' | Readonly<Record<string, OneOrMore<string>>>;

/** Operator -> key -> what it is held against. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMore<string | number | boolean>>>>>;

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: Principal;
  NotPrincipal?: Principal;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  Condition?: Conditions;
}

export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: OneOrMore<Statement>;
}

export interface NamedPolicy {
  PolicyName: string;
  PolicyDocument: PolicyDocument;
}

export interface Role {
  arn: string;
  trust: PolicyDocument;
  policies: readonly NamedPolicy[];
}

export function list<Value>(value: OneOrMore<Value> | undefined): readonly Value[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value as Value];
}
