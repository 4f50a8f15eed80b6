/** A JSONPath, parsed. The grammar is Jayway's, the library that AWS's error texts come from. */

export interface Path {
  /** As written. */
  text: string;
  root: Root;
  steps: Step[];
  /** The function at its end: `length` of `$.items.length()`. */
  call?: string;
  /** Names one place at most. A path that is not definite gives an array. */
  definite: boolean;
  /** As Jayway shows it: `$['items'][0]`. */
  canonical: string;
}

export type Root = { kind: 'input' } | { kind: 'context' } | { kind: 'variable'; name: string };

export type Step =
  | { kind: 'names'; names: string[] }
  | { kind: 'indexes'; indexes: number[] }
  | { kind: 'slice'; from: number | undefined; to: number | undefined }
  | { kind: 'wildcard' }
  | { kind: 'descend' }
  | { kind: 'filter'; test: Test };

/** The predicate of `[?( ... )]`. */
export type Test =
  | { kind: 'or' | 'and'; tests: Test[] }
  | { kind: 'not'; test: Test }
  | { kind: 'exists'; path: FilterPath }
  | { kind: 'compare'; operator: string; left: Operand; right: Operand };

/** `@` is the item under test, `$` the document around it. */
export interface FilterPath {
  from: 'item' | 'document';
  path: Path;
}

export type Operand =
  | { kind: 'path'; path: FilterPath }
  | { kind: 'value'; value: unknown }
  | { kind: 'regex'; regex: RegExp };

/** The text is no JSONPath. */
export class PathSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathSyntaxError';
  }
}

/** The path leads nowhere; the message is Jayway's. */
export class PathNotFound extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PathNotFound';
  }
}

/** One token as Jayway shows it. */
export function describe(step: Step): string {
  switch (step.kind) {
    case 'names':
      return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
    case 'indexes':
      return `[${step.indexes.join(',')}]`;
    case 'slice':
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'descend':
      return '..';
    case 'filter':
      return '[?]';
  }
}

export function describeSteps(steps: readonly Step[]): string {
  return `$${steps.map(describe).join('')}`;
}
