/** The flags of plan and apply, as a request for an offboarding. */

import type { Command } from 'commander';
import { subjectTypes } from '../../associations/registry.ts';
import { createOffboardingRequest, type RequestSpec } from '../../client/offboardings/request.ts';
import type { OffboardingRequest } from '../../events/offboarding-requested.ts';
import type { Where } from '../../events/where.ts';
import type { Plan } from '../../offboardings/common/plan.ts';
import type { Context, Options } from './command.ts';
import { OWN } from './everywhere.ts';
import { usage } from './exit.ts';
import { readJsonFile } from './files.ts';
import { kindOf } from './kind.ts';
import { quoted } from './quoted.ts';
import { moment, timeoutMs } from './time.ts';

const SUBJECTS = [...subjectTypes.keys()];

export function subjectOptions(command: Command): Command {
  for (const [type, description] of subjectTypes) {
    command.option(`--${type} <id>`, `remove the associations of ${description}`);
  }
  return command
    .option('--kind <kind>', 'only associations of this kind; repeatable', collect)
    .option('--everything', 'with one --kind: all associations of it')
    .option('--associations <file>', 'a JSON list of { association, target, where? }')
    .option(
      '--where-role <arn>',
      `search through this spoke role; repeatable; '${OWN}' is the stack's account`,
      collect,
    )
    .option('--where-region <region>', 'search this Region; repeatable', collect)
    .option('--organization <role>', 'search every account of your organization, through the role of this name in each')
    .option('--all-regions', 'search every Region that your account has enabled');
}

export function termsOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'reject a plan of more associations than this')
    .option('--override <guardrail=reason>', 'override a guardrail by its name, with a reason; repeatable', collect)
    .option(
      '--allow-inaccessible <place=reason>',
      `complete although this place cannot be read: a Region, or a spoke role's ARN, or '${OWN}'; repeatable`,
      collect,
    )
    .option('--approval <mode>', 'none, required or by-risk')
    .option('--approval-deadline <when>', 'without an answer by then it is denied')
    .option('--deadline <when>', 'when everything has to be removed')
    .option('--not-before <when>', 'remove nothing before, such as the end of the last working day')
    .option('--requested-by <who>', 'who requests it, for the evidence (default: your identity)')
    .option('--reason <why>', 'why, for the evidence');
}

function collect(value: string, earlier: readonly string[] = []): string[] {
  return [...earlier, value];
}

/** What the flags name. @throws ClientError INVALID */
export function specOf(options: Options): RequestSpec {
  const subject = subjectOf(options);
  const associations = associationsIn(options.associations as string | undefined);
  if (subject === undefined && associations === undefined) {
    throw usage(
      'say what is to be offboarded',
      `one of ${SUBJECTS.map((type) => `--${type}`).join(', ')}, --kind KIND --everything, or --associations FILE`,
    );
  }
  const onlyKinds = list(options.kind).map(kindOf);
  const where = placesOf(list(options.whereRole), list(options.whereRegion));
  return {
    ...(subject ? { subject } : {}),
    ...(associations ? { associations } : {}),
    options: {
      mode: 'plan',
      ...(onlyKinds.length > 0 ? { kinds: onlyKinds } : {}),
      ...(where.length > 0 ? { where } : {}),
    },
  };
}

/** The arguments that plan the same again. A file of associations has to be named again. */
export function planArguments({ subject, associations, policy, options = {} }: RequestSpec): string {
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

function subjectOf(options: Options): RequestSpec['subject'] {
  const named = SUBJECTS.flatMap((type) => (options[type] === undefined ? [] : [{ type, id: String(options[type]) }]));
  const [only] = named;
  if (named.length > 1) throw usage(`one subject at a time, not ${named.map(({ type }) => `--${type}`).join(' and ')}`);
  if (options.everything !== true) return only;
  if (only) throw usage(`--everything and --${only.type} exclude each other`);
  const [kind, ...more] = list(options.kind);
  if (kind === undefined || more.length > 0) throw usage('--everything requires exactly one --kind');
  return { type: 'kind', id: kindOf(kind) };
}

function associationsIn(file: string | undefined): RequestSpec['associations'] {
  if (file === undefined) return undefined;
  const value = readJsonFile(file);
  if (Array.isArray(value)) return value as NonNullable<RequestSpec['associations']>;
  throw usage(`${file} must be a list`, 'for example: [{ "association": KIND, "target": {…} }]');
}

/** Every role in every Region. */
function placesOf(roles: readonly string[], regions: readonly string[]): Where[] {
  const accounts = (roles.length > 0 ? roles : [OWN]).map((roleArn) => (roleArn === OWN ? {} : { roleArn }));
  const inRegions = regions.length > 0 ? regions.map((region) => ({ region })) : [{}];
  const places = accounts.flatMap((account) => inRegions.map((region) => ({ ...account, ...region })));
  return places.length === 1 && Object.keys(places[0] ?? {}).length === 0 ? [] : places;
}

interface RequestOptions {
  /** From which relative terms count; the stack's time without it. */
  now?: Date;
  correlationId?: string;
  /** To be applied, on the terms of the flags. */
  plan?: Pick<Plan, 'stack' | 'items'>;
}

/** The spec on the terms of the flags, as a request. @throws ClientError INVALID with every problem. */
export async function requestOf(
  { client }: Context,
  { options: given, ...data }: RequestSpec,
  flags: Options,
  { now, correlationId, plan }: RequestOptions = {},
): Promise<OffboardingRequest> {
  timeoutMs(flags);
  const timestamp = now ?? (await client().now());
  const metadata = {
    requestedBy: flags.requestedBy as string | undefined,
    reason: flags.reason as string | undefined,
    correlationId,
    timestamp,
  };
  const spec = { ...data, options: { ...given, ...termsOf(flags, timestamp) } };
  return createOffboardingRequest(client(), spec, metadata, plan);
}

function termsOf(flags: Options, now: Date): NonNullable<RequestSpec['options']> {
  const overrides = list(flags.override).map(overrideOf);
  const allowances = list(flags.allowInaccessible).map(allowanceOf);
  const until = (flag: string, name: string) =>
    flags[name] === undefined ? {} : { [name]: moment(flag, flags[name] as string, now) };
  return {
    ...(flags.limit === undefined ? {} : { limits: { associations: Number(flags.limit) } }),
    ...(overrides.length > 0 ? { overrides } : {}),
    ...(allowances.length > 0 ? { allowInaccessible: allowances } : {}),
    ...(flags.approval === undefined ? {} : { approval: flags.approval as 'none' }),
    ...until('--approval-deadline', 'approvalDeadline'),
    ...until('--deadline', 'deadline'),
    ...until('--not-before', 'notBefore'),
  };
}

function allowanceOf(text: string): { where: Where; reason: string } {
  // A role's name may have an equals sign in it; a Region has none, and a reason seldom begins with an ARN.
  const mark = text.indexOf('=');
  const place = text.slice(0, mark);
  if (mark < 1 || mark === text.length - 1) {
    throw usage(`--allow-inaccessible must be PLACE=REASON, not '${text}'`);
  }
  const where = place.startsWith('arn:') ? { roleArn: place } : place === OWN ? {} : { region: place };
  return { where, reason: text.slice(mark + 1) };
}

function overrideOf(text: string): { guardrail: string; reason: string } {
  const mark = text.indexOf('=');
  if (mark < 1 || mark === text.length - 1) throw usage(`--override must be GUARDRAIL=REASON, not '${text}'`);
  return { guardrail: text.slice(0, mark), reason: text.slice(mark + 1) };
}

function list(value: unknown): readonly string[] {
  return (value as readonly string[] | undefined) ?? [];
}
