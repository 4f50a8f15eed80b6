/** The web console over whatever a command is connected to. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flagsOf } from '../client/connection.ts';
import { offboardingsOf } from '../client/console.ts';
import { findStack } from '../client/stack.ts';
import type { AwsGateway } from '../console/server/aws-gateway.ts';
import type { Console } from '../console/server/index.ts';
import type { Context } from './command.ts';
import { readLetters, resend } from './commands/dead-letters.ts';

/** dist/ and cli/ stand side by side in a clone's root, and dist/ alone in the package's. */
const ASSETS = fileURLToPath(new URL('../dist/console', import.meta.url));

export async function consoleOf(
  context: Context,
  { actions, assets = ASSETS }: { actions: boolean; assets?: string },
): Promise<Console> {
  const { createConsole } = await import('../console/server/index.ts');
  const { region, local, stackName } = context.connection();
  return createConsole({
    source: sourceOf(context),
    assets,
    actions,
    flags: flagsOf(context.connection()),
    ...(local ? {} : { cache: join(cacheHome(), 'offboard', region, stackName) }),
  });
}

/** What the console reads and acts through. */
export function sourceOf(context: Context): AwsGateway {
  const { region, local } = context.connection();
  return {
    clients: context.clients(),
    stack: () => findStack(context),
    offboardings: offboardingsOf(context),
    resendLetters: async () => resend(context, await readLetters(context)),
    region,
    local,
  };
}

/** As the XDG base directory specification has it. */
function cacheHome(): string {
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
