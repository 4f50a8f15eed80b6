/**
 * Packages of an OpenSearch Service domain. Removal takes minutes, and hours where a plugin's removal redeploys the
 * domain (blue/green). A package that an index still uses cannot be removed.
 *
 * `LastUpdated` is the only date that a package of a domain shows. It is taken for the time its association firstAccepted,
 * although an update of the package moves it too: a request older than it is then skipped, which harms nothing, and a
 * fresh one is not.
 */

import { type DomainPackageDetails, OpenSearchClient } from '@aws-sdk/client-opensearch';
import type { AlsoRemoved, AssociationProvider, Item, Json, Progress, RunContext } from '../common/contract.ts';
import { acceptedAt, failOnServiceError } from '../common/progress.ts';
import { toJson } from '../common/sdk/to-json.ts';
import { discoverPackages } from './discovery.ts';
import { isFinal, progressOf } from './items.ts';
import { memoryOfRun, type Reading, stateAfterRequest, stateAtPoll, stateAtStart, statuses } from './package-state.ts';
import {
  type Answers,
  associate,
  classify,
  dissociate,
  errors,
  isServiceError,
  type Listing,
  list,
} from './packages.ts';
import { policy } from './policy.ts';
import type { OpenSearchPackages } from './target.ts';

const provider: AssociationProvider<OpenSearchPackages> = {
  kind: 'opensearch-packages',
  errors,
  statuses,
  policy,
  clients: [OpenSearchClient],

  start: (target, context) => failOnServiceError(classify, () => startDisassociation(target, context)),

  async poll(target, context) {
    const reading = { context, memory: memoryOfRun(context), ...(await list(target, context)) };
    return progressOfPackages(
      target,
      target.packageIds.map((id) => stateAtPoll(id, reading)),
      reading,
    );
  },

  discover: discoverPackages,

  async restore(target, before, context) {
    await associate(target, Array.isArray(before) ? (before as unknown as DomainPackageDetails[]) : [], context);
  },
};

export default provider;

async function startDisassociation(target: OpenSearchPackages, context: RunContext): Promise<Progress> {
  const reading = { context, memory: memoryOfRun(context), ...(await list(target, context)) };
  if (context.earlier === undefined) reading.memory.prerequisites = prerequisitesOf(target, reading);
  const states = target.packageIds.map((id) => [id, stateAtStart(id, reading)] as const);
  const requested = states.flatMap(([id, item]) => (item === 'request' ? id : []));
  const answers: Answers = requested.length === 0 ? new Map() : await dissociate(target.domainName, requested, context);
  const after = { ...reading, ...(await listAfter(target, reading, answers)) };
  const items = states.map(([id, item]) => (item === 'request' ? stateAfterRequest(id, answers.get(id), after) : item));
  return { ...progressOfPackages(target, items, after), before: beforeOf(target, reading) };
}

function prerequisitesOf({ packageIds }: OpenSearchPackages, { rows }: Reading): DomainPackageDetails[] {
  const ids = new Set(packageIds.flatMap((id) => rows.get(id)?.PrerequisitePackageIDList ?? []));
  return [...ids].filter((id) => !packageIds.includes(id)).flatMap((id) => rows.get(id) ?? []);
}

/** With the prerequisites, which have to be associated with the packages or before them. */
function beforeOf({ packageIds }: OpenSearchPackages, { rows, memory }: Reading): Json {
  const before = [...packageIds.flatMap((id) => rows.get(id) ?? []), ...memory.prerequisites];
  return before.length === 0 ? null : toJson(before);
}

function alsoRemoved({ domainName }: OpenSearchPackages, { rows, memory, missing }: Reading): AlsoRemoved[] {
  if (missing !== undefined) return [];
  const gone = memory.prerequisites.filter(({ PackageID = '' }) => !rows.has(PackageID));
  return gone.map((row) => ({ target: { domainName, packageIds: [row.PackageID ?? ''] }, before: toJson([row]) }));
}

/** An error says less than a read, so the domain is read again after one. */
async function listAfter(target: OpenSearchPackages, { rows, context }: Reading, answers: Answers): Promise<Listing> {
  if ([...answers.values()].some(isServiceError)) return list(target, context);
  return { rows: new Map([...rows, ...answers] as [string, DomainPackageDetails][]) };
}

function progressOfPackages(target: OpenSearchPackages, items: Item[], reading: Reading): Progress {
  const { context, memory } = reading;
  const { domainName } = target;
  const open = items.filter((item) => !isFinal(item)).map(({ id }) => id);
  const notRequested = open.filter((id) => !(id in memory.accepted));
  const firstAccepted = Object.values(memory.accepted).toSorted()[0];
  return progressOf(items, {
    alsoRemoved: alsoRemoved(target, reading),
    snapshot: snapshotOf(target, reading),
    next: notRequested.length > 0 ? 'start' : 'poll',
    waitingFor: notRequested.length > 0 ? 'other-change' : 'removal',
    waitingMessage:
      notRequested.length > 0
        ? `Waiting for ${domainName} to accept the removal of ${notRequested.join(', ')}.`
        : `Waiting for OpenSearch Service to remove ${open.join(', ')} from ${domainName}.`,
    acceptedAt: firstAccepted ?? acceptedAt(context),
    memory: toJson(memory),
  });
}

function snapshotOf({ packageIds }: OpenSearchPackages, { rows }: Reading): Json {
  const snapshot = packageIds.flatMap((id) => rows.get(id) ?? []);
  return snapshot.length === 0 ? null : toJson(snapshot);
}
