/** The words all views share: what an execution is about, and how it stands. */

import { associationOf, isKind } from '../../associations/registry.ts';
import type { Target } from '../../associations/target.ts';

/** What an execution's input says it is about. Absent where the input is no request of ours. */
export interface About {
  requestId?: string;
  correlationId?: string;
  requestedBy?: string;
  requestReason?: string;
  kind?: string;
  /** A short name of the target (`movies/F123456789`), of the subject or list, or of a cleanup's policy. */
  label?: string;
  target?: unknown;
  account?: string;
  region?: string;
  /** ISO 8601. */
  requestedAt?: string;
  deadline?: string;
}

interface RequestShape {
  /** A scheduled cleanup's, which is no event. */
  policy?: { name?: unknown };
  account?: unknown;
  region?: unknown;
  detail?: {
    metadata?: { id?: unknown; correlationId?: unknown; requestedBy?: unknown; reason?: unknown; timestamp?: unknown };
    data?: {
      association?: unknown;
      target?: unknown;
      subject?: { type?: unknown; id?: unknown };
      policy?: { name?: unknown };
      associations?: unknown;
      where?: { region?: unknown; roleArn?: unknown };
      deadline?: unknown;
      options?: { deadline?: unknown };
    };
  };
}

/** Reads the request an execution was started with: the whole event, as the rule hands it on. */
export function aboutInput(input: string | undefined): About {
  const event = parse(input) as RequestShape | undefined;
  const { metadata = {}, data = {} } = event?.detail ?? {};
  const kind = text(data.association);
  const account = text(data.where?.roleArn)?.split(':')[4] ?? text(event?.account);
  return pruned({
    requestId: text(metadata.id),
    correlationId: text(metadata.correlationId),
    requestedBy: text(metadata.requestedBy),
    requestReason: text(metadata.reason),
    requestedAt: text(metadata.timestamp),
    kind,
    label: labelOf(kind, data.target) ?? subjectOf(event ?? {}),
    target: data.target,
    account,
    region: text(data.where?.region) ?? text(event?.region),
    deadline: text(data.deadline) ?? text(data.options?.deadline),
  });
}

/** Whom or what an offboarding is about, or the cleanup that asks for one. */
function subjectOf({ detail, policy }: RequestShape): string | undefined {
  const { subject, policy: planned, associations } = detail?.data ?? {};
  return text(subject?.id) ?? text((planned ?? policy)?.name) ?? listOf(associations);
}

/** `acme/web/public:npmjs and 2 more` */
function listOf(associations: unknown): string | undefined {
  const [first, ...more] = Array.isArray(associations)
    ? (associations as { association?: unknown; target?: unknown }[])
    : [];
  const label = labelOf(text(first?.association), first?.target);
  return label !== undefined && more.length > 0 ? `${label} and ${more.length} more` : label;
}

/** A target's short name; undefined for what its kind cannot read. */
function labelOf(kind: string | undefined, target: unknown): string | undefined {
  if (kind === undefined || !isKind(kind)) return undefined;
  try {
    return associationOf(kind).target.label(target as Target);
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @returns undefined for what is no JSON object. */
export function parse(json: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Without the members that are undefined. */
export function pruned<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
