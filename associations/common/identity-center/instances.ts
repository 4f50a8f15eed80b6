/** The instances of IAM Identity Center that can be read and changed in a Region. */

import type { Discovered, RunContext } from '../contract.ts';
import { readClient } from '../sdk/clients.ts';
import { pages } from '../sdk/pages.ts';
import { type Instance, listInstances, SsoAdminClient } from './client.ts';
import { unreadable } from './errors.ts';

export interface ActiveInstance {
  instanceArn: string;
  identityStoreId: string;
}

/** @returns them, and yields what may not be read. A replica of an instance in another Region cannot be changed. */
export async function* activeInstances(context: RunContext): AsyncGenerator<Discovered<never>, ActiveInstance[]> {
  const client = readClient(SsoAdminClient, context);
  const found: Instance[] = [];
  try {
    for await (const page of pages((NextToken) => client.send(listInstances({ NextToken })))) {
      found.push(...(page.Instances ?? []));
    }
  } catch (error) {
    yield* unreadable('IAM Identity Center', error);
  }
  const { region = process.env.AWS_REGION } = context.clientConfig;
  const active = found.filter(({ Status }) => Status === undefined || Status === 'ACTIVE');
  for (const { InstanceArn = '', PrimaryRegion = region } of active) {
    if (PrimaryRegion !== region) yield replica(InstanceArn, PrimaryRegion);
  }
  return active
    .filter(({ PrimaryRegion = region }) => PrimaryRegion === region)
    .map(({ InstanceArn = '', IdentityStoreId = '' }) => ({
      instanceArn: InstanceArn,
      identityStoreId: IdentityStoreId,
    }))
    .toSorted((a, b) => (a.instanceArn < b.instanceArn ? -1 : 1));
}

function replica(at: string, primary: string | undefined): Discovered<never> {
  const message = `The instance can be changed in its primary Region only: search ${primary}.`;
  return { type: 'inaccessible', at, error: 'NotPrimaryRegion', message };
}
