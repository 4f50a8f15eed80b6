import type { Target } from '../../associations/common/target.ts';
import { associationOf, isKind } from '../../associations/registry.ts';
import { omitUndefined, parseObject } from '../json.ts';

/** Without any member where the input is no request of ours. */
export interface RequestSummary {
  requestId?: string;
  correlationId?: string;
  requestedBy?: string;
  requestReason?: string;
  kind?: string;
  /** A short name of the target (`movies/F123456789`), of the subject or list, or of a cleanup's policy or a signal. */
  label?: string;
  target?: unknown;
  account?: string;
  region?: string;
  /** ISO 8601. */
  requestedAt?: string;
  deadline?: string;
}

interface RequestShape {
  /** Of a scheduled cleanup, and of a signal; neither is an event. */
  policy?: { name?: unknown };
  signal?: { name?: unknown };
  account?: unknown;
  region?: unknown;
  /** Of a restoration, which is no event either. */
  metadata?: RequestShapeMetadata;
  items?: unknown;
  detail?: {
    metadata?: RequestShapeMetadata;
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

interface RequestShapeMetadata {
  id?: unknown;
  correlationId?: unknown;
  requestedBy?: unknown;
  reason?: unknown;
  timestamp?: unknown;
}

/** @param input of an execution: the whole event, as the rule passes it on, or a scheduled cleanup's policy. */
export function summarizeRequest(input: string | undefined): RequestSummary {
  const event = parseObject(input) as RequestShape | undefined;
  const { metadata = event?.metadata ?? {}, data = {} } = event?.detail ?? {};
  const kind = text(data.association);
  const account = text(data.where?.roleArn)?.split(':')[4] ?? text(event?.account);
  return omitUndefined({
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

/** The subject of an offboarding, the name of its cleanup's policy or its signal, or what is restored. */
function subjectOf({ detail, policy, signal, items }: RequestShape): string | undefined {
  const { subject, policy: planned, associations } = detail?.data ?? {};
  return text(subject?.id) ?? text((planned ?? policy ?? signal)?.name) ?? labelOfList(associations ?? items);
}

/** `acme/web/public:npmjs and 2 more` */
function labelOfList(associations: unknown): string | undefined {
  const [first, ...more] = Array.isArray(associations)
    ? (associations as { association?: unknown; target?: unknown }[])
    : [];
  const label = labelOf(text(first?.association), first?.target);
  return label !== undefined && more.length > 0 ? `${label} and ${more.length} more` : label;
}

/** @returns undefined for what the kind's contract cannot read. */
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
