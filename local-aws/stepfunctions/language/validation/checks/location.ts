/** A location in a definition under validation: its path, the query language there, and the diagnostics found. */

import type { Diagnostic } from './diagnostic.ts';

export type Language = 'JSONPath' | 'JSONata';

/** Whether a Task's Resource can be called here; `unserved` is one that only AWS can call. */
export type ResourceSupport = 'served' | 'unserved' | 'unknown';

/** Valid for the whole definition. */
export interface Rules {
  type: 'STANDARD' | 'EXPRESS';
  support: (resource: string) => ResourceSupport;
  machineLanguage: Language;
}

/** What JSONata's `$states` shows besides input and context. */
type StatesField = 'result' | 'errorOutput';

export class Location {
  readonly path: string;
  readonly language: Language;
  readonly rules: Rules;
  readonly statesField: StatesField | undefined;
  readonly #found: Diagnostic[];

  constructor(
    found: Diagnostic[],
    {
      path,
      language,
      rules,
      statesField,
    }: Pick<Location, 'path' | 'language' | 'rules'> & { statesField?: StatesField | undefined },
  ) {
    this.path = path;
    this.language = language;
    this.rules = rules;
    this.statesField = statesField;
    this.#found = found;
  }

  in(field: string): Location {
    return this.#with({ path: `${this.path}/${field}` });
  }

  item(index: number): Location {
    return this.#with({ path: `${this.path}[${index}]` });
  }

  withLanguage(language: Language): Location {
    return this.#with({ language });
  }

  withStatesField(statesField: StatesField): Location {
    return this.#with({ statesField });
  }

  #with(changed: Partial<Pick<Location, 'path' | 'language' | 'statesField'>>): Location {
    const { path, language, rules, statesField } = this;
    return new Location(this.#found, { path, language, rules, statesField, ...changed });
  }

  schema(message: string): void {
    this.error('SCHEMA_VALIDATION_FAILED', message);
  }

  /** A feature of AWS that this runtime does not have. */
  notServed(what: string): void {
    this.schema(`${what} is not served by local AWS`);
  }

  error(code: string, message: string): void {
    this.#found.push({ severity: 'ERROR', code, message, location: this.path === '' ? '/' : this.path });
  }

  warn(code: string, message: string): void {
    this.#found.push({ severity: 'WARNING', code, message, location: this.path });
  }
}
