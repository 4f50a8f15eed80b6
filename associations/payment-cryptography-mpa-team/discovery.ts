/** Finds approval teams of protected actions. There is no list: each action that can be protected is read. */

import type { Discovered, RunContext } from '../common/contract.ts';
import { inaccessible, matchesFilter, parseFilter } from '../common/discovery.ts';
import { readClient } from '../common/sdk/clients.ts';
import { toJson } from '../common/sdk/to-json.ts';
import type { DiscoverFilter } from '../common/target.ts';
import { getMpaTeamAssociation, PaymentCryptographyClient } from './client.ts';
import type { MpaTeam } from './target.ts';

const ACTIONS = ['IMPORT_ROOT_PUBLIC_KEY_CERTIFICATE'] as const;

export async function* discoverTeams(filter: DiscoverFilter, context: RunContext): AsyncIterable<Discovered<MpaTeam>> {
  const { action: wanted, mpaTeamArn } = parseFilter(filter, ['action', 'mpaTeamArn']);
  const client = readClient(PaymentCryptographyClient, context);
  for (const action of ACTIONS.filter((each) => matchesFilter(wanted, each))) {
    try {
      const { MpaTeamAssociation: found } = await client.send(getMpaTeamAssociation({ Action: action }));
      if (found !== undefined && matchesFilter(mpaTeamArn, found.MpaTeamArn)) {
        const { AssociationState: serviceStatus = 'UNKNOWN', MpaTeamArn = '' } = found;
        const label = `${action} approved by ${MpaTeamArn.split('/').at(-1)}`;
        yield { type: 'subject' };
        yield {
          type: 'association',
          association: { target: { action }, serviceStatus, snapshot: toJson(found), label },
        };
      }
    } catch (error) {
      yield* inaccessible(action, error);
    }
    yield { type: 'scanned', at: action };
  }
}
