/** A place in a definition under validation: where it is, what holds there, and where to tell what is wrong. */

import type { Diagnostic } from './diagnostic.ts';

export type Language = 'JSONPath' | 'JSONata';

/** What holds for the whole definition. */
export interface Rules {
  type: 'STANDARD' | 'EXPRESS';
  /** Whether a Task's Resource can be called. */
  serves: (resource: string) => boolean;
  machineLanguage: Language;
}

/** What JSONata's `$states` shows besides input and context. */
export type Shown = 'result' | 'errorOutput';

export class Place {
  readonly location: string;
  readonly language: Language;
  readonly rules: Rules;
  readonly shown: Shown | undefined;
  readonly #found: Diagnostic[];

  constructor(
    found: Diagnostic[],
    {
      location,
      language,
      rules,
      shown,
    }: Pick<Place, 'location' | 'language' | 'rules'> & { shown?: Shown | undefined },
  ) {
    this.location = location;
    this.language = language;
    this.rules = rules;
    this.shown = shown;
    this.#found = found;
  }

  in(field: string): Place {
    return this.#moved({ location: `${this.location}/${field}` });
  }

  item(index: number): Place {
    return this.#moved({ location: `${this.location}[${index}]` });
  }

  speaking(language: Language): Place {
    return this.#moved({ language });
  }

  showing(shown: Shown): Place {
    return this.#moved({ shown });
  }

  #moved(changed: Partial<Pick<Place, 'location' | 'language' | 'shown'>>): Place {
    const { location, language, rules, shown } = this;
    return new Place(this.#found, { location, language, rules, shown, ...changed });
  }

  schema(message: string): void {
    this.error('SCHEMA_VALIDATION_FAILED', message);
  }

  error(code: string, message: string): void {
    this.#found.push({ severity: 'ERROR', code, message, location: this.location === '' ? '/' : this.location });
  }

  warn(code: string, message: string): void {
    this.#found.push({ severity: 'WARNING', code, message, location: this.location });
  }
}
