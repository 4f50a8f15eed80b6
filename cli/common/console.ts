/** The web console for the stack that a command is connected to. */

import { join } from 'node:path';
import { associationOf, kinds } from '../../associations/registry.ts';
import type { StackClient } from '../../client/stack-client.ts';
import type { Console } from '../../console/server/index.ts';
import { cacheHome } from './cache-home.ts';
import { fieldArguments } from './fields.ts';
import { ROOT } from './root.ts';

const ASSETS = join(ROOT, 'dist/console');

export async function consoleOf(
  client: StackClient,
  { actions, assets = ASSETS }: { actions: boolean; assets?: string },
): Promise<Console> {
  const { createConsole } = await import('../../console/server/index.ts');
  const { region, local, stackName } = client.connection;
  const { kind, target } = associationOf(kinds[0] as string);
  return createConsole({
    client,
    assets,
    actions,
    exampleRequest: `request ${kind} ${fieldArguments(target.example).join(' ')}`,
    ...(local ? {} : { cache: join(cacheHome(), region, stackName) }),
  });
}
