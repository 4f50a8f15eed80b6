/** The web console over a deployed stack, with the caller's own credentials. */

import { LOCAL_PORT } from '../../client/connection.ts';
import type { Command } from '../command.ts';
import { consoleOf } from '../console.ts';
import { EXIT, usage } from '../exit.ts';

/** Beside the local runtime's own port. */
const PORT = LOCAL_PORT + 1;

export const console: Command = {
  syntax: 'console',
  summary: 'the web console over a deployed stack (offboard dev serves its own)',
  options: (command) =>
    command
      .option('--port <n>', 'listen here; 0 takes a free port', String(PORT))
      .option('--allow-actions', 'let the pages stop, redrive, run again, pause and emit; without it they only look'),
  help: `Your credentials stay in this process; the browser never sees them. It listens on this machine alone.
It spends at most a third of the rates at which Step Functions lets an account read.`,
  async run(context, _args, options) {
    const port = Number(options.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw usage(`--port is no port: '${options.port}'`);
    // Asked first, so that a missing stack or credentials are told here and not in the browser.
    await context.client().stack();
    const actions = options.allowActions === true;
    const { startServer } = await import('../../console/server/http-server.ts');
    const { endpoint, local } = context.client().connection;
    const door = await startServer({
      console: await consoleOf(context.client(), { actions }),
      port,
      actions,
      ...(local && endpoint !== undefined ? { runtime: endpoint } : {}),
    });
    if (context.output.structured) context.output.data({ address: door.address, actions });
    else
      context.output.text(`console at ${door.address}${actions ? '' : ' (polls only; --allow-actions lets it act)'}`);
    await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
    await door.close();
    return EXIT.done;
  },
};
