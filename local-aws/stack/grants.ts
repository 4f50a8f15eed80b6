/** Every permission the stack grants, one action on one resource each; and the stack as it would be without one of them. */

import { type Grant, grantsOf, list, type PolicyDocument, type Statement } from '../iam/index.ts';
import { functionsOf, ofType } from './functions.ts';
import type { Stack } from './load.ts';
import { namedPolicy, rolesOf } from './roles.ts';
import type { Resource } from './types/contract.ts';

export interface StackGrant extends Grant {
  /** The resource of the template that grants it. */
  logicalId: string;
}

/** Owners and statements as in IAM's record, so that unused ones can be found. */
export function grantsOfStack(stack: Stack): StackGrant[] {
  return [...ofRoles(stack), ...ofQueues(stack), ...ofFunctions(stack)];
}

function ofRoles(stack: Stack): StackGrant[] {
  const arns = new Map(rolesOf(stack).map(({ arn }) => [arn.slice(arn.lastIndexOf('/') + 1), arn]));
  const inside = ofType(stack, 'AWS::IAM::Role').flatMap(({ logicalId, physicalId, properties }) => {
    const owner = arns.get(physicalId) as string;
    return [
      ...grantsOf(owner, 'trust', TRUST, properties[TRUST] as PolicyDocument),
      ...inlinePolicies(properties).flatMap(({ PolicyName, PolicyDocument }) =>
        grantsOf(owner, 'role', PolicyName, PolicyDocument),
      ),
    ].map((grant) => ({ ...grant, logicalId }));
  });
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => ofType(stack, type))
    .flatMap((resource) =>
      ((resource.properties.Roles ?? []) as string[]).flatMap((role) => {
        const { PolicyName, PolicyDocument } = namedPolicy(resource);
        return grantsOf(arns.get(role) ?? role, 'role', PolicyName, PolicyDocument).map((grant) => ({
          ...grant,
          logicalId: resource.logicalId,
        }));
      }),
    );
  return [...inside, ...attached];
}

function ofQueues(stack: Stack): StackGrant[] {
  return ofType(stack, 'AWS::SQS::QueuePolicy').flatMap(({ logicalId, properties }) =>
    (properties.Queues as string[]).flatMap((url) => {
      const owner = `arn:aws:sqs:${stack.region}:${stack.account}:${url.slice(url.lastIndexOf('/') + 1)}`;
      return grantsOf(owner, 'resource', RESOURCE_POLICY, documentOf(properties)).map((grant) => ({
        ...grant,
        logicalId,
      }));
    }),
  );
}

/** Each AWS::Lambda::Permission is a statement of its function's policy, and goes by its logical id there. */
function ofFunctions(stack: Stack): StackGrant[] {
  return functionsOf(stack).flatMap(({ arn, policy }) =>
    policy === undefined
      ? []
      : grantsOf(arn, 'resource', RESOURCE_POLICY, policy).map((grant) => ({
          ...grant,
          logicalId: list(policy.Statement)[grant.statement]?.Sid as string,
        })),
  );
}

const TRUST = 'AssumeRolePolicyDocument';
const RESOURCE_POLICY = 'ResourcePolicy';

/** @returns a stack of its own that lacks this grant and nothing else. */
export function withoutGrant(stack: Stack, grant: StackGrant): Stack {
  const resources = stack.resources.flatMap((resource) => {
    if (resource.logicalId !== grant.logicalId) return [resource];
    if (resource.type === 'AWS::Lambda::Permission') return [];
    return [{ ...resource, properties: lacking(resource, grant) }];
  });
  return { ...stack, resources };
}

function lacking({ type, properties }: Resource, grant: StackGrant): Resource['properties'] {
  if (type !== 'AWS::IAM::Role') return { ...properties, PolicyDocument: reduced(documentOf(properties), grant) };
  if (grant.policyType === 'trust')
    return { ...properties, [TRUST]: reduced(properties[TRUST] as PolicyDocument, grant) };
  const Policies = inlinePolicies(properties).map((policy) =>
    policy.PolicyName === grant.policy ? { ...policy, PolicyDocument: reduced(policy.PolicyDocument, grant) } : policy,
  );
  return { ...properties, Policies };
}

/** The other actions keep all resources, and the action keeps the other resources. */
function reduced(document: PolicyDocument, { statement: index, action, resource }: Grant): PolicyDocument {
  const Statement = list(document.Statement).flatMap((statement, at): Statement[] => {
    if (at !== index) return [statement];
    const otherActions = list(statement.Action).filter((each) => each !== action);
    const otherResources = list(statement.Resource).filter((each) => each !== resource);
    return [
      ...(otherActions.length === 0 ? [] : [{ ...statement, Action: otherActions }]),
      ...(otherResources.length === 0 ? [] : [{ ...statement, Action: action, Resource: otherResources }]),
    ];
  });
  return { ...document, Statement };
}

function inlinePolicies(properties: Resource['properties']) {
  return (properties.Policies ?? []) as { PolicyName: string; PolicyDocument: PolicyDocument }[];
}

function documentOf(properties: Resource['properties']): PolicyDocument {
  return properties.PolicyDocument as PolicyDocument;
}
