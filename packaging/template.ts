/** The parts of a CloudFormation template and of serverless.yml that packaging reads and writes. */

export interface Template {
  Resources: Resources;
  Outputs: Record<string, { Value: unknown; Description?: string }>;
  [section: string]: unknown;
}

export type Resources = Record<string, Resource>;

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: unknown;
}

export type Functions = Record<string, ServerlessFunction>;

export interface ServerlessFunction {
  name: string;
  handler: string;
  environment?: Readonly<Record<string, unknown>>;
  package?: { artifact: string };
  [property: string]: unknown;
}

/** `find-unreported` as logical ids spell it: `FindUnreported`. */
export function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

/** Both, what the other has in place of what the one has. */
export function joined(one: Template, other: Template): Template {
  return {
    ...one,
    Resources: { ...one.Resources, ...other.Resources },
    Outputs: { ...one.Outputs, ...other.Outputs },
  };
}
