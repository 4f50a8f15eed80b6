/** IAM policies of the people and programs that use a stack, made of templates/policies/. */

import { ClientError } from '../../client/errors.ts';
import { machineOf, type Stack } from '../../client/stack.ts';
import { disassociationRequested } from '../../events/disassociation-requested.ts';
import approver from '../../templates/policies/approver.json' with { type: 'json' };
import auditor from '../../templates/policies/auditor.json' with { type: 'json' };
import automation from '../../templates/policies/automation.json' with { type: 'json' };
import operator from '../../templates/policies/operator.json' with { type: 'json' };

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

export interface PolicyDocument {
  Version: string;
  Statement: Statement[];
}

const POLICIES = { operator, approver, auditor, automation } satisfies Record<string, PolicyDocument>;

export type Audience = keyof typeof POLICIES;

export const AUDIENCES = Object.keys(POLICIES) as Audience[];

/** Who sends requests, which may be of one kind alone. */
export const SENDERS: readonly Audience[] = ['operator', 'automation'];

/** What whoever removes associations of one kind needs; the rest is for offboardings, and for the whole stack. */
const OF_ONE_KIND = [
  ...['Stack', 'Executions', 'Histories', 'Stop', 'Identity', 'Requests'],
  ...['EvidenceList', 'Evidence', 'Progress', 'SigningKey'],
];

/** @param kind narrows the policy of a sender to single requests, and to executions of this kind. */
export function policyFor(audience: Audience, stack: Stack, kind?: string): PolicyDocument {
  const document = filledIn(POLICIES[audience], { ...valuesOf(stack), Machines: kind ?? '*' });
  if (kind === undefined) return document;
  const Statement = document.Statement.filter(({ Sid }) => OF_ONE_KIND.includes(Sid)).map((statement) =>
    statement.Sid === 'Requests' ? { ...statement, Condition: SINGLE_REQUESTS } : statement,
  );
  return { ...document, Statement };
}

const SINGLE_REQUESTS = {
  'ForAllValues:StringEquals': { 'events:detail-type': [disassociationRequested.detailType] },
  Null: { 'events:detail-type': 'false' },
};

function valuesOf(stack: Stack): Record<string, string> {
  const [, Partition = '', , Region = '', AccountId = ''] = machineOf(stack, 'offboard').arn.split(':');
  const Stage = stack.name.replace(/^offboard-/, '');
  const { BucketName: Bucket, SigningKeyId } = stack.outputs;
  if (Bucket === undefined || SigningKeyId === undefined)
    throw new ClientError('FAILED', `stack ${stack.name} has no bucket or no signing key`, 'deploy the stack again');
  return { Partition, Region, AccountId, Stage, Bucket, SigningKeyId };
}

function filledIn(document: PolicyDocument, values: Record<string, string>): PolicyDocument {
  const text = JSON.stringify(document).replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return JSON.parse(text) as PolicyDocument;
}
