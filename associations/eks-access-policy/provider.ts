/**
 * An access policy of an EKS access entry. It is removed when the service answers. The entry stays, with its Kubernetes
 * groups and its other policies, so that "removed" means the policy, not all access.
 */

import {
  type AccessScope,
  AssociateAccessPolicyCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import type { AssociationProvider, ErrorClass, RunContext } from '../common/contract.ts';
import { driver, type Reading } from '../common/driver.ts';
import { classifyError, tryCall } from '../common/errors.ts';
import { notListed } from '../common/progress.ts';
import { readClient, writeClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { discoverAccessPolicies, policiesOf } from './discovery.ts';
import { policy } from './policy.ts';
import type { AccessPolicy } from './target.ts';

const errors: Readonly<Record<string, ErrorClass>> = {
  ClientException: 'INVALID',
  InvalidParameterException: 'INVALID',
  InvalidRequestException: 'INVALID',
  ResourceInUseException: 'BUSY',
  ResourceNotFoundException: 'NOT_FOUND',
  ServerException: 'RETRYABLE',
  ServiceUnavailableException: 'RETRYABLE',
};

const classify = (error: Error) => classifyError(error, errors);

const provider: AssociationProvider<AccessPolicy> = {
  kind: 'eks-access-policy',
  errors,
  /** EKS has no word for it: what is listed is associated. */
  statuses: { ASSOCIATED: 'ASSOCIATED' },
  policy,
  clients: [EKSClient],
  discover: discoverAccessPolicies,

  ...driver<AccessPolicy, Reading>({
    policy,
    noun: 'the access policy',
    skippedNote: 'it was associated after the request was made',
    classify,
    observe,
    async request(target, context) {
      await writeClient(EKSClient, context).send(new DisassociateAccessPolicyCommand(target));
      return undefined;
    },
  }),

  async restore(target, before, context) {
    const { accessScope } = before as unknown as { accessScope: AccessScope };
    await writeClient(EKSClient, context).send(new AssociateAccessPolicyCommand({ ...target, accessScope }));
  },
};

export default provider;

/** The entry is the parent of its policies; the service's words say whether it or its cluster is missing. */
async function observe({ policyArn, ...entry }: AccessPolicy, context: RunContext): Promise<Reading> {
  const client = readClient(EKSClient, context);
  const { answer, failure } = await tryCall(() => policiesOf(client, entry), classify);
  if (failure !== undefined && failure.errorClass !== 'NOT_FOUND') throw failure.error;
  const found = answer?.find((each) => each.policyArn === policyArn);
  const parentMissing = failure?.error.message;
  if (found === undefined) return { observation: notListed, statusClass: 'DISASSOCIATED', parentMissing };
  const observation = { serviceStatus: 'ASSOCIATED', snapshot: toJson(found) };
  return { observation, statusClass: 'ASSOCIATED', since: found.associatedAt };
}
