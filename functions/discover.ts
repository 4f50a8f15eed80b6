/** Discovers associations of one kind in one account and Region, as far as one invocation comes. */

import type { Context, Handler } from 'aws-lambda';
import type { AssociationProvider, DiscoveredAssociation, RunContext } from '../associations/common/contract.ts';
import { paceFor } from '../associations/common/policy.ts';
import { statusClassOf } from '../associations/common/status-class.ts';
import type { Kind } from '../associations/registry.ts';
import { accountOf } from '../events/where.ts';
import { sha256 } from '../offboardings/canonical.ts';
import type { DiscoveredPage, FoundAssociation, FoundInherited, Search } from '../offboardings/common/found.ts';
import { ownAccount } from './common/account.ts';
import { AccessDenied, toTaskError } from './common/errors.ts';
import { task } from './common/task.ts';
import { clientConfigFor } from './common/where.ts';

export interface DiscoverInput {
  search: Search;
  cursor: string | null;
  offboarding: string;
}

/** One page of a service may take this long: with less time left, the next invocation goes on. */
const SPARE_MS = 15_000;
/** Far below the 256 KiB of a state's input, because the page that crosses it is still included. */
const ENOUGH_BYTES = 64 * 1024;
/** Of the hash of a scanned resource: two of a million have the same by chance once in 500 searches. */
const HASH_DIGITS = 12;

export function discover(provider: AssociationProvider): Handler<DiscoverInput, DiscoveredPage> {
  return task({
    name: `discover ${provider.kind}`,
    correlationId: ({ offboarding }) => offboarding,
    logFields: ({ found, scanned, inaccessible }) => ({
      found: found.length,
      scanned: scanned.length,
      inaccessible: inaccessible.length,
    }),
    async work({ search, cursor, offboarding }, context) {
      try {
        const clientConfig = await clientConfigFor(search.where, offboarding);
        const now = new Date();
        const account = accountOf(search.where, ownAccount(context));
        const runContext: RunContext = {
          request: { id: offboarding, timestamp: now.toISOString() },
          now: () => new Date(),
          clientConfig,
          account,
          calls: [],
        };
        return await scan(provider, { search, cursor, account, runContext }, context);
      } catch (error) {
        return inaccessiblePage(search, accountOf(search.where, ownAccount(context)), toTaskError(error));
      }
    },
  });
}

interface Scan {
  search: Search;
  cursor: string | null;
  account: string;
  runContext: RunContext;
}

async function scan(provider: AssociationProvider, scan: Scan, context: Context): Promise<DiscoveredPage> {
  const { search, cursor, account, runContext } = scan;
  const page: DiscoveredPage = {
    search,
    account,
    found: [],
    subjectFound: false,
    scanned: [],
    inaccessible: [],
    dependents: [],
    cursor: null,
  };
  let bytes = 0;
  for await (const seen of provider.discover(search.filter, runContext, cursor ?? undefined)) {
    if (seen.type === 'scanned') {
      page.scanned.push(sha256(seen.at).slice(0, HASH_DIGITS));
      bytes += HASH_DIGITS + '"",'.length;
    } else if (seen.type === 'subject') page.subjectFound = true;
    else if (seen.type === 'inaccessible') {
      const { at, error, message } = seen;
      page.inaccessible.push({
        kind: search.kind,
        where: search.where,
        at: `${locationOf(search, account)} ${at}`,
        error,
        message,
      });
    } else if (seen.type === 'association') {
      const found = described(provider, search, account, seen.association);
      page.found.push(found);
      bytes += Buffer.byteLength(JSON.stringify(found));
    } else if (seen.type === 'inherited') {
      const inherited = inheritedFrom(seen, described(provider, search, account, seen.association));
      page.inherited = [...(page.inherited ?? []), inherited];
      bytes += Buffer.byteLength(JSON.stringify(inherited));
    } else if (seen.type === 'dependent') {
      page.dependents.push(seen.dependent);
      bytes += Buffer.byteLength(JSON.stringify(seen.dependent));
    } else if (bytes > ENOUGH_BYTES || context.getRemainingTimeInMillis() < SPARE_MS) {
      return { ...page, cursor: seen.cursor };
    }
  }
  return page;
}

function described(
  provider: AssociationProvider,
  { where }: Search,
  account: string,
  { target, serviceStatus, since, snapshot, label, role }: DiscoveredAssociation,
): FoundAssociation {
  const pace = paceFor(provider.policy, target, snapshot);
  return {
    kind: provider.kind as Kind,
    target,
    where,
    account,
    serviceStatus,
    ...(since !== undefined && { since }),
    snapshot,
    label,
    ...(role !== undefined && { role }),
    usualSeconds: pace.usual,
    deadlineSeconds: pace.deadline,
    // An association that never became active cannot be restored: associating it would make more than there was.
    restorable: provider.restore !== undefined && statusClassOf(provider, { serviceStatus }) !== 'ASSOCIATION_FAILED',
  };
}

function inheritedFrom(
  { through, throughRole }: Pick<FoundInherited, 'through' | 'throughRole'>,
  { kind, target, where, account, label, role }: FoundAssociation,
): FoundInherited {
  const roles = { ...(role !== undefined && { role }), ...(throughRole !== undefined && { throughRole }) };
  return { kind, target, where, account, label, through, ...roles };
}

/** A denied search is a finding; the state machine retries any other error. */
function inaccessiblePage(search: Search, account: string, error: unknown): DiscoveredPage {
  if (!(error instanceof AccessDenied)) throw error;
  const { kind, where } = search;
  return {
    search,
    account,
    found: [],
    subjectFound: false,
    scanned: [],
    inaccessible: [{ kind, where, at: locationOf(search, ''), error: error.name, message: error.message }],
    dependents: [],
    cursor: null,
  };
}

function locationOf({ where }: Search, account: string): string {
  return `${account} ${where.region ?? ''}`.trim();
}
