/**
 * A user of an instance with License Manager User Subscriptions. The removal takes minutes. Statuses are free text,
 * dates are texts of no stated form, and user names are those of Active Directory, which ignores case.
 */

import type { AssociationProvider, Failed, RunContext } from '../common/contract.ts';
import { driver } from '../common/driver.ts';
import { rejectedOrFailed, wasSeen } from '../common/progress.ts';
import { writeClient } from '../common/sdk/clients.ts';
import {
  associateUser,
  disassociateUser,
  type IdentityProvider,
  type InstanceSummary,
  type InstanceUserSummary,
  LicenseManagerUserSubscriptionsClient,
} from './client.ts';
import { discoverUsers } from './discovery.ts';
import { policy } from './policy.ts';
import type { InstanceUser } from './target.ts';
import {
  classify,
  errors,
  instancesOf,
  isTerminated,
  observe,
  readingOf,
  statuses,
  type UserReading,
} from './users.ts';

const provider: AssociationProvider<InstanceUser> = {
  kind: 'license-manager-user',
  errors,
  statuses,
  policy,
  clients: [LicenseManagerUserSubscriptionsClient],
  discover: discoverUsers,

  ...driver<InstanceUser, UserReading>({
    policy,
    noun: 'the user',
    skippedNote: 'the user was associated after the request was made',
    classify,
    observe,
    async request({ username, instanceId, identityProvider, domain, instanceUserArn }, context, { place }) {
      const { InstanceUserSummary: row } = await writeClient(LicenseManagerUserSubscriptionsClient, context).send(
        disassociateUser({
          Username: username,
          InstanceId: instanceId,
          IdentityProvider: identityProvider as IdentityProvider | undefined,
          Domain: domain,
          InstanceUserArn: instanceUserArn,
        }),
      );
      return row === undefined ? undefined : readingOf(row, place);
    },
    rejectAbsent,
    parentMissing,
    async removedByService(context, { place }) {
      return isRunning(await instanceAt(place, context))
        ? undefined
        : `Waiting for ${policy.service} to remove the users of the terminated instance ${place?.InstanceId ?? ''}.`;
    },
  }),

  async restore(target, before, context) {
    const { Username, InstanceId, IdentityProvider: directory, Domain } = (before ?? {}) as InstanceUserSummary;
    await writeClient(LicenseManagerUserSubscriptionsClient, context).send(
      associateUser({
        Username: target.username ?? Username,
        InstanceId: target.instanceId ?? InstanceId,
        IdentityProvider: (target.identityProvider as IdentityProvider | undefined) ?? directory,
        Domain: target.domain ?? Domain,
      }),
    );
  },
};

export default provider;

/** An unknown directory of an instance that runs is an error of the request, not a sign that the user is gone. */
async function rejectAbsent(
  _target: InstanceUser,
  context: RunContext,
  { observation, place, notFound }: UserReading,
): Promise<Failed | undefined> {
  if (notFound === undefined || !isRunning(await instanceAt(place, context))) return undefined;
  return rejectedOrFailed(observation, { ...notFound, errorClass: 'INVALID' });
}

/** Whether an unknown instance is answered by an error or by an empty list is undocumented: the list of instances decides. */
async function parentMissing(
  _target: InstanceUser,
  context: RunContext,
  { place, notFound }: UserReading,
): Promise<string | undefined> {
  if (place === undefined || (notFound === undefined && wasSeen(context))) return undefined;
  if ((await instanceAt(place, context)) !== undefined) return undefined;
  return notFound?.error.message ?? `${policy.service} lists no instance ${place.InstanceId}.`;
}

async function instanceAt(place: UserReading['place'], context: RunContext): Promise<InstanceSummary | undefined> {
  return (await instancesOf(context)).find(({ InstanceId }) => InstanceId === place?.InstanceId);
}

/** A terminated instance loses its users without a request. */
function isRunning(instance: InstanceSummary | undefined): boolean {
  return instance !== undefined && !isTerminated(instance);
}
