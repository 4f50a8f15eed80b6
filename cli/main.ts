/** The command line, from arguments to exit code. */

import { Command, CommanderError } from 'commander';
import { type ConnectionFlags, explain } from '../client/connection.ts';
import type { Context, Verb } from './command.ts';
import { loadVerbs } from './commands/index.ts';
import { createContext } from './context.ts';
import { CliError, EXIT, type ExitCode } from './exit.ts';
import { createOutput, type Output } from './output.ts';
import { version } from './version.ts';

/** Runs one command line and resolves to its exit code; never rejects. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const interrupt = new AbortController();
  const release = listenToProcess(interrupt);
  let ended: ExitCode = EXIT.done;
  const program = createProgram(
    await loadVerbs(argv[0]),
    (verb) => async (context, args, options) => {
      ended = await runVerb(verb, context, args, options);
    },
    interrupt.signal,
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return ended;
  } catch (error) {
    // commander has printed its own message already; help and version end with 0.
    if (error instanceof CommanderError) return misread(error, argv.includes('--json'));
    throw error;
  } finally {
    release();
  }
}

/** Ctrl-C, and a reader who has read enough (`offboard list | head`). @returns what takes the listeners away again. */
function listenToProcess(interrupt: AbortController): () => void {
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  // It stays: a pipe that was closed is told of after the last word, when nothing is left to do.
  if (!process.stdout.listeners('error').includes(leave)) process.stdout.on('error', leave);
  return () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  };
}

function leave(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
}

function misread({ exitCode, message, name }: CommanderError, json: boolean): ExitCode {
  if (exitCode === 0) return EXIT.done;
  if (json) createOutput(true).data(problem(message.replace(/^error: /, ''), name, [], EXIT.usage));
  return EXIT.usage;
}

/** What --json says of a command that has failed. */
function problem(message: string, name: string, hints: readonly string[], exitCode: ExitCode) {
  return { error: { message, name, hints }, exitCode };
}

type Runner = (context: Context, args: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<void>;

function createProgram(verbs: readonly Verb[], runnerOf: (verb: Verb) => Runner, signal: AbortSignal): Command {
  const program = new Command('offboard')
    .description('Ends AWS associations and proves that they ended.')
    .version(version())
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .showHelpAfterError('(offboard --help lists the commands)')
    .exitOverride()
    .addHelpText('after', EPILOGUE);
  for (const verb of verbs) addVerb(program, verb, runnerOf(verb), signal);
  return program;
}

function addVerb(program: Command, verb: Verb, run: Runner, signal: AbortSignal): void {
  const [name, ...rest] = verb.syntax.split(' ');
  const command = program
    .command([name, ...rest].join(' '))
    .summary(verb.summary)
    .description(verb.summary)
    .showHelpAfterError(`(offboard ${name} --help tells its words and flags)`);
  verb.options?.(command);
  if (!verb.offline) connectionOptions(command);
  command.option('--json', 'data for machines, on stdout').action(async (...received: unknown[]) => {
    const options = command.opts();
    const args = received
      .slice(0, -2)
      .flat()
      .filter((value): value is string => typeof value === 'string');
    await run(createContext(options as ConnectionFlags & { json?: boolean }, signal), args, options);
  });
  if (verb.help) command.addHelpText('after', `\n${verb.help}`);
}

function connectionOptions(command: Command): void {
  command
    .option('--local', 'talk to the local runtime (offboard dev)')
    .option('--endpoint <url>', 'talk to this endpoint instead of AWS')
    .option('--region <region>', 'AWS Region (default: AWS_REGION)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--stage <stage>', 'which stack: offboard-<stage>', process.env.OFFBOARD_STAGE ?? 'dev');
}

async function runVerb(
  verb: Verb,
  context: Context,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<ExitCode> {
  try {
    return await verb.run(context, args, options);
  } catch (thrown) {
    if (context.signal.aborted) return interrupted(verb, context);
    return report(context.output, explained(thrown, context));
  }
}

function interrupted({ offline }: Verb, { output, line }: Context): ExitCode {
  output.note(offline ? 'interrupted' : `interrupted; what was sent goes on, and is found with: ${line('list')}`);
  return EXIT.interrupted;
}

function explained(thrown: unknown, context: Context): unknown {
  try {
    return explain(thrown, context.connection());
  } catch {
    // The connection itself was the mistake, and says so better.
    return thrown;
  }
}

function report(output: Output, error: unknown): ExitCode {
  if (!(error instanceof Error)) throw error;
  const known = error instanceof CliError;
  const code = known ? error.code : EXIT.failed;
  const hints = known ? error.hints : [];
  if (output.json) output.data(problem(error.message, error.name, hints, code));
  output.note(`${output.paint('bad', 'error')}: ${error.message}`);
  for (const hint of hints) output.note(`  ${hint}`);
  if (!known && process.env.OFFBOARD_DEBUG) output.note(error.stack ?? '');
  return code;
}

const EPILOGUE = `
Exit codes: 0 done, 1 failed, 2 usage, 3 refused by a guardrail, 4 still running at --timeout,
5 the plan is out of date, 6 partly done, 7 not permitted, 130 interrupted.

On a laptop:   offboard dev                                    (then, in another terminal)
               offboard request codeartifact-external-connection --local --wait \\
                 domain=acme repository=web externalConnection=public:npmjs
On AWS:        the same without --local, with AWS_PROFILE and AWS_REGION set.`;
