import { LOCAL_PORT } from '../../client/connection.ts';
import type { Command } from '../common/command.ts';
import { consoleOf } from '../common/console.ts';
import { EXIT, usage } from '../common/exit.ts';

/** The port after local AWS's own. */
const PORT = LOCAL_PORT + 1;

export const console: Command = {
  syntax: 'console',
  summary: 'the web console for a deployed stack (offboard dev serves its own)',
  options: (command) =>
    command
      .option('--port <n>', 'listen here; 0 takes a free port', String(PORT))
      .option('--allow-actions', 'let the pages stop, redrive, repeat, pause, resend and emit; read-only without it'),
  here: 'reads',
  help: `Examples:
  offboard console --stage prod --region eu-west-1
  offboard console --stage prod --profile oncall --allow-actions --port 0
Your credentials stay in this process; the browser never sees them. It listens on loopback only.
It uses at most a third of the request rates that Step Functions allows an account.`,
  async run(context, _args, options) {
    const port = Number(options.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw usage(`--port must be a port, not '${options.port}'`);
    const { endpoint, local, here } = context.client().connection;
    if (here && options.allowActions === true) throw usage('with --here the console is read-only');
    // A missing stack or missing credentials are reported here, not in the browser.
    await context.client().stack();
    const actions = options.allowActions === true;
    const { startServer } = await import('../../console/server/http-server.ts');
    const server = await startServer({
      console: await consoleOf(context.client(), { actions }),
      port,
      actions,
      ...(local && !here && endpoint !== undefined ? { runtime: endpoint } : {}),
    });
    if (context.output.structured) context.output.data({ address: server.address, actions });
    else
      context.output.text(`console at ${server.address}${actions ? '' : ' (read-only; --allow-actions lets it act)'}`);
    await new Promise<void>((resolve) => context.signal.addEventListener('abort', () => resolve(), { once: true }));
    await server.close();
    return EXIT.done;
  },
};
