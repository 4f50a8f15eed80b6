/** What the functions of one kind may do at its service: the source of every role, of the spoke role and of the docs. */

export const tasks = ['start', 'poll', 'discover', 'restore'] as const;

export type Task = (typeof tasks)[number];

export interface Statement {
  /** `es:DissociatePackages`; never a wildcard. */
  actions: readonly string[];
  /**
   * ARN patterns, or `*` alone. A name in braces stands for a value of the stage: `{partition}`, `{account}`,
   * `{regions}`, or one of the kind's own parameters.
   */
  resources: readonly string[];
  /** Required with `*`: why the service offers nothing narrower. */
  reason?: string;
  /** Allowed in the stage's Regions only. For resources whose ARN carries another Region than the call's. */
  inStageRegions?: true;
}

/** A parameter of the stack: `serverless deploy --param domains=prod-*`. */
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
  /** The keys of the leases that a start takes in the stack's table of requests, as a pattern. */
  startLeases?: string;
}

/** Of the registry: each kind's name, and what is read here of its description. */
export type PermissionsByKind = Readonly<Record<string, { permissions: KindPermissions }>>;
