import { Command as Commander, CommanderError } from 'commander';
import type { ConnectionOptions } from '../client/connection.ts';
import { ClientError } from '../client/errors.ts';
import { explainError } from '../client/explain-error.ts';
import { printableLines } from '../client/printable.ts';
import { withProfile } from '../client/profile.ts';
import { loadCommands } from './commands/index.ts';
import type { Command, Context, Options } from './common/command.ts';
import { readConfiguration, withConfiguration } from './common/configuration.ts';
import { createContext } from './common/context.ts';
import { EXIT, type ExitCode } from './common/exit.ts';
import { connectionOptions, hereOptions, outputOf, outputOptions } from './common/options.ts';
import { createOutput, type Output, serializerOf } from './common/output.ts';
import { failure, printError } from './common/print-error.ts';
import { version } from './common/version.ts';

/** Runs one command line. @returns its exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const interrupt = new AbortController();
  const release = listenToProcess(interrupt);
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram(
    await loadCommands(argv[0]),
    (command) => async (context, args, options, parsed) => {
      exitCode = await run(command, context, args, options, parsed);
    },
    interrupt.signal,
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // commander has printed its own message; --help and --version exit with 0.
    if (error instanceof CommanderError) return parseFailure(error, formatIn(argv));
    throw error;
  } finally {
    release();
  }
}

/** Ctrl-C, and an output that takes no more. @returns what removes the listeners. */
function listenToProcess(interrupt: AbortController): () => void {
  const abort = () => interrupt.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  // Stays for the life of the process: a closed pipe is reported after the last write, when the command is done.
  if (!process.stdout.listeners('error').includes(exitOnClosedOutput)) process.stdout.on('error', exitOnClosedOutput);
  return () => {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  };
}

/** A reader may have read enough (`offboard list | head`), and a file may be on a full disk. */
function exitOnClosedOutput({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(EXIT.done);
  process.stderr.write(`error: the output cannot be written: ${message}\n`);
  process.exit(EXIT.failed);
}

/** The format of arguments that commander has rejected. */
function formatIn(argv: readonly string[]): string {
  const [, format = 'table'] = /(?:^| )(?:-o ?|--output[ =])(\S+)/.exec(argv.join(' ')) ?? [];
  return argv.includes('--json') ? 'json' : format;
}

async function parseFailure({ exitCode, message }: CommanderError, format: string): Promise<ExitCode> {
  if (exitCode === 0) return EXIT.done;
  const output = createOutput({ serialize: await serializerOf(format) });
  if (output.structured) output.failure(failure(message.replace(/^error: /, ''), 'UsageError', [], EXIT.usage));
  return EXIT.usage;
}

type Runner = (context: Context, args: readonly string[], options: Options, parsed: Commander) => Promise<void>;

/** The parser of command lines. @param runnerOf what it calls with the arguments of a command. */
export function createProgram(
  commands: readonly Command[],
  runnerOf: (command: Command) => Runner,
  signal: AbortSignal,
): Commander {
  const program = new Commander('offboard')
    .description('Ends AWS associations and proves that they ended.')
    .version(version(), '-v, --version')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .showHelpAfterError('(offboard --help lists the commands)')
    .exitOverride()
    // It repeats arguments, which may have been copied from an event.
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    .addHelpText('after', EPILOGUE);
  for (const command of commands) addCommand(program, command, runnerOf(command), signal);
  return program;
}

function addCommand(program: Commander, command: Command, runner: Runner, signal: AbortSignal): void {
  const { syntax, summary } = command;
  const [name] = syntax.split(' ');
  const sub = program
    .command(syntax)
    .summary(summary)
    .description(summary)
    .showHelpAfterError(`(offboard ${name} --help lists its arguments and flags)`);
  command.options?.(sub);
  if (!command.offline) connectionOptions(sub);
  if (command.here) hereOptions(sub, command.here);
  outputOptions(sub).action(async (...received: unknown[]) => {
    const { output, options } = await settingsOf(sub, command);
    const args = received
      .slice(0, -2)
      .flat()
      .filter((value): value is string => typeof value === 'string');
    await runner(createContext(options as ConnectionOptions, output, signal), args, options, sub);
  });
  if (command.help) sub.addHelpText('after', `\n${command.help}`);
}

/** How results are printed, and the flags with what a configuration file adds to them. */
async function settingsOf(sub: Commander, { offline = false }: Command): Promise<{ output: Output; options: Options }> {
  const flags = sub.opts();
  try {
    const configuration = await readConfiguration();
    const output = await outputOf(flags, configuration);
    return { output, options: offline ? flags : { ...withConfiguration(flags, configuration) } };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return sub.error(['error: ', error.message, ...error.hints.map((hint) => `\n  ${hint}`)].join(''));
  }
}

async function run(
  command: Command,
  given: Context,
  args: readonly string[],
  options: Options,
  parsed: Commander,
): Promise<ExitCode> {
  let context = given;
  try {
    if (options.here !== true || command.here === 'alone') {
      if (!command.offline) context = await contextOfProfile(given, options);
      return await command.run(context, args, options, parsed);
    }
    const { runHere } = await import('./here/run.ts');
    return await runHere(command, context, args, options, parsed);
  } catch (thrown) {
    if (context.signal.aborted) return interrupted(command, context);
    return printError(context, explained(thrown, context));
  }
}

async function contextOfProfile({ output, signal }: Context, options: Options): Promise<Context> {
  return createContext(await withProfile(options as unknown as ConnectionOptions), output, signal);
}

function interrupted({ offline }: Command, { output, line }: Context): ExitCode {
  output.note(offline ? 'interrupted' : `interrupted; what was sent goes on, list it with: ${line('list')}`);
  return EXIT.interrupted;
}

function explained(thrown: unknown, context: Context): unknown {
  try {
    return explainError(thrown, context.client().connection);
  } catch {
    // The flags name no stack; what was thrown says so.
    return thrown;
  }
}

const EPILOGUE = `
Exit codes: 0 done, 1 failed, 2 usage, 3 rejected by a guardrail, 4 still running at --timeout,
5 the plan is out of date, 6 partly done, 7 not permitted, 130 interrupted.

On a laptop:   offboard dev                                    (then, in another terminal)
               offboard request KIND field=value ... --local --wait
On AWS:        the same without --local, with AWS_PROFILE and AWS_REGION set.`;
