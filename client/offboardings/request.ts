/** Flags to an offboarding's request. */

import type { Command } from 'commander';
import { kinds } from '../../associations/registry.ts';
import type { Context } from '../../cli/command.ts';
import { usage } from '../../cli/exit.ts';
import { readJsonFile } from '../../cli/files.ts';
import { moment, patience } from '../../cli/time.ts';
import { MalformedEvent, newMetadata, offboardingRequested } from '../../events/index.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Where } from '../../events/where.ts';
import { stackTime } from '../clock.ts';
import { callerArn } from '../identity/caller.ts';

type Data = OffboardingRequest['data'];
type Options = Readonly<Record<string, unknown>>;

const SUBJECTS = [
  'user',
  'account',
  'domain',
  'repository',
  'package',
  'connection',
  'instance',
  'directory',
  'team',
] as const;

/** Stands for the stack's own account among roles. */
const OWN = 'own';

export function subjectOptions(command: Command): Command {
  return command
    .option('--user <name>', 'whose associations to end')
    .option('--account <id>', 'the producer account of shares')
    .option('--domain <name>', 'a domain, of OpenSearch or CodeArtifact')
    .option('--repository <name>', 'a repository of CodeArtifact')
    .option('--package <id>', 'a package of OpenSearch')
    .option('--connection <name>', 'an external connection, such as public:npmjs')
    .option('--instance <id>', 'an instance with users')
    .option('--directory <id>', 'a directory that users come from')
    .option('--team <arn>', 'an approval team')
    .option('--kind <kind>', 'only associations of this kind; again for more', collected)
    .option('--everything', 'with one --kind: all there is of it')
    .option('--associations <file>', 'a JSON list of { association, target, where? }, named outright')
    .option('--where-role <arn>', `look through this spoke role; again for more; '${OWN}' is here`, collected)
    .option('--where-region <region>', 'look in this Region; again for more', collected);
}

export function termsOptions(command: Command): Command {
  return command
    .option('--most <n>', 'refuse a plan of more associations than this')
    .option('--override <guardrail=reason>', 'lift a guardrail by its name, with a reason that is kept', collected)
    .option('--approval <mode>', 'none, required or by-risk')
    .option('--approval-deadline <when>', 'silence until then is a no')
    .option('--deadline <when>', 'by when all of it has to be gone')
    .option('--requested-by <who>', 'who asks, for the evidence (default: your identity)')
    .option('--reason <why>', 'why, for the evidence');
}

function collected(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** What the flags name. @throws CliError (usage) */
export function wishOf(options: Options): Data {
  const subject = subjectOf(options);
  const associations = associationsIn(options.associations as string | undefined);
  if (subject === undefined && associations === undefined) {
    throw usage(
      'name what is to be offboarded',
      `one of ${SUBJECTS.map((subject) => `--${subject}`).join(', ')}, --kind KIND --everything, or --associations FILE`,
    );
  }
  const wanted = list(options.kind);
  const where = placesOf(list(options.whereRole), list(options.whereRegion));
  return {
    ...(subject ? { subject } : {}),
    ...(associations ? { associations } : {}),
    options: {
      mode: 'plan',
      ...(wanted.length > 0 ? { kinds: wanted.map(kindOf) } : {}),
      ...(where.length > 0 ? { where } : {}),
    },
  };
}

/** What plans the same wish anew; what a file named is to be named again. */
export function planningWords({ subject, associations, policy, options = {} }: Data): string {
  if (policy) return 'schedule test POLICY';
  const where = options.where ?? [];
  const named = subject?.type === 'kind' ? '--everything' : subject && `--${subject.type} ${quoted(subject.id)}`;
  const each = (flag: string, values: readonly string[]) => [...new Set(values)].map((value) => `${flag} ${value}`);
  return [
    'plan',
    ...(named === undefined ? [] : [named]),
    ...(associations ? ['--associations FILE'] : []),
    ...each('--kind', options.kinds ?? []),
    ...each('--where-role', where.some(({ roleArn }) => roleArn) ? where.map(({ roleArn }) => roleArn ?? OWN) : []),
    ...each(
      '--where-region',
      where.flatMap(({ region }) => region ?? []),
    ),
  ].join(' ');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function subjectOf(options: Options): Data['subject'] {
  const named = SUBJECTS.flatMap((type) => (options[type] === undefined ? [] : [{ type, id: String(options[type]) }]));
  const [only, kindsNamed] = [named[0], list(options.kind)];
  if (named.length > 1) throw usage(`one subject at a time, not ${named.map(({ type }) => `--${type}`).join(' and ')}`);
  if (options.everything !== true) return only;
  if (only) throw usage(`--everything and --${only.type} are two subjects; use one`);
  const [kind] = kindsNamed;
  if (kind === undefined || kindsNamed.length > 1) throw usage('--everything takes exactly one --kind');
  return { type: 'kind', id: kindOf(kind) };
}

function kindOf(name: string): (typeof kinds)[number] {
  const kind = kinds.find((known) => known === name);
  if (kind === undefined) throw usage(`'${name}' is no kind of association`, `the kinds are: ${kinds.join(', ')}`);
  return kind;
}

function associationsIn(file: string | undefined): Data['associations'] {
  if (file === undefined) return undefined;
  const value = readJsonFile(file);
  if (Array.isArray(value)) return value as NonNullable<Data['associations']>;
  throw usage(`${file} holds no list`, 'it reads [{ "association": KIND, "target": {…} }]');
}

/** Every role in every Region. */
function placesOf(roles: readonly string[], regions: readonly string[]): Where[] {
  const accounts = (roles.length > 0 ? roles : [OWN]).map((roleArn) => (roleArn === OWN ? {} : { roleArn }));
  const inRegions = regions.length > 0 ? regions.map((region) => ({ region })) : [{}];
  const places = accounts.flatMap((account) => inRegions.map((region) => ({ ...account, ...region })));
  return places.length === 1 && Object.keys(places[0] ?? {}).length === 0 ? [] : places;
}

/** The wish under the terms of the flags, checked against its contract. @throws CliError (usage) with every problem. */
export async function requestOf(
  context: Context,
  { options: given, ...data }: Data,
  flags: Options,
  about: { correlationId?: string } = {},
): Promise<OffboardingRequest> {
  patience(flags);
  const text = (name: string) => flags[name] as string | undefined;
  const by = text('requestedBy') ?? (await callerArn(context));
  const reason = text('reason');
  const now = await stackTime(context);
  const options = { ...given, ...termsOf(flags, now) };
  const detail = {
    metadata: newMetadata({ timestamp: now.toISOString(), requestedBy: by, ...(reason ? { reason } : {}), ...about }),
    data: { ...data, options },
  };
  try {
    return offboardingRequested.read({ 'detail-type': offboardingRequested.detailType, detail });
  } catch (error) {
    if (!(error instanceof MalformedEvent)) throw error;
    const problems = error.problems.map(({ path, message }) => `${path.replace(/^detail\.data\./, '')}: ${message}`);
    throw usage('this is no valid request; nothing was sent', ...problems);
  }
}

function termsOf(flags: Options, now: Date): NonNullable<Data['options']> {
  const overrides = list(flags.override).map(overrideOf);
  const most = flags.most === undefined ? undefined : Number(flags.most);
  const until = (flag: string, name: string) =>
    flags[name] === undefined ? {} : { [name]: moment(flag, flags[name] as string, now) };
  return {
    ...(most === undefined ? {} : { limits: { associations: most } }),
    ...(overrides.length > 0 ? { overrides } : {}),
    ...(flags.approval === undefined ? {} : { approval: flags.approval as 'none' }),
    ...until('--approval-deadline', 'approvalDeadline'),
    ...until('--deadline', 'deadline'),
  };
}

function overrideOf(text: string): { guardrail: string; reason: string } {
  const mark = text.indexOf('=');
  if (mark < 1 || mark === text.length - 1) throw usage(`--override takes GUARDRAIL=REASON, not '${text}'`);
  return { guardrail: text.slice(0, mark), reason: text.slice(mark + 1) };
}

function list(value: unknown): readonly string[] {
  return (value as readonly string[] | undefined) ?? [];
}
