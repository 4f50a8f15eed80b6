export const tasks = ['start', 'poll', 'discover', 'restore'] as const;

export type Task = (typeof tasks)[number];

export interface Statement {
  /** `es:DissociatePackages`; never a wildcard. */
  actions: readonly string[];
  /**
   * ARN patterns, or `*` alone. A name in braces stands for a value of the stage: `{partition}`, `{account}`,
   * `{regions}`, or a parameter of a kind: of this one, or of one that shares the service with it.
   */
  resources: readonly string[];
  /** Required with `*`: why the service offers nothing narrower. */
  reason?: string;
  /** Allowed in the stage's Regions only. For resources whose ARN carries another Region than the call's. */
  inStageRegions?: true;
}

/** A parameter of the stack: `offboard deploy --param domains=prod-*`. */
export interface StageParameter {
  /** Unique over all kinds. */
  name: string;
  default: string;
  /** For the docs and the spoke role's template. */
  description: string;
}

export interface KindPermissions extends Readonly<Record<Task, readonly Statement[]>> {
  /** Patterns that narrow the resources, in the stack and in its spoke role. */
  parameters: readonly StageParameter[];
  /** `signing name:Operation` of each action of another name: `{ 'sso:ListX': 'sso-admin:ListX' }`. Most have the same. */
  operations?: Readonly<Record<string, string>>;
  /** Calls a second that AWS documents for an account and Region, by signing name: of reads and changes the lower. */
  rates?: Readonly<Record<string, number>>;
  /** The keys of the leases that a start takes in the stack's table of requests, as a pattern. */
  startLeases?: string;
}

/** @throws Error where the resource names a value that there is none of. */
export function resourceOf(resource: string, values: Readonly<Record<string, string>>): string {
  return resource.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the resource ${resource} names {${name}}, which is no stage parameter`);
    return value;
  });
}

/** Of the registry: each kind's name, and what is read here of its description. */
export type PermissionsByKind = Readonly<Record<string, { permissions: KindPermissions }>>;
