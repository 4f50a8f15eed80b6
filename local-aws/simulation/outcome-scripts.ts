import type { Aws } from '../core/aws.ts';
import type { Clock } from '../core/clock.ts';
import type { Table } from '../core/store.ts';
import { checkOutcome, type DrawnOutcome, type PossibleOutcomes, type ScriptedOutcome } from './scripted-outcome.ts';

interface Script {
  scripted: ScriptedOutcome;
  /** When the disassociation was first requested, from which `busy` counts. */
  firstRequestAt?: number;
}

export class OutcomeScripts {
  readonly #clock: Clock;
  readonly #scripts: Table<Script>;

  constructor({ clock, store }: Pick<Aws, 'clock' | 'store'>) {
    this.#clock = clock;
    this.#scripts = store.table('scripted_outcomes');
  }

  /** @throws RangeError for an outcome that associations of this type do not have. */
  set(type: PossibleOutcomes, id: string, scripted: ScriptedOutcome | undefined): void {
    if (scripted) this.#scripts.put(id, { scripted: checkOutcome(type, scripted) });
    else this.#scripts.delete(id);
  }

  get(id: string): ScriptedOutcome | undefined {
    return this.#scripts.get(id)?.scripted;
  }

  /** As scripted, else as drawn. A busy service is busy from the first request on, for a while. */
  outcomeNow(id: string, drawn: DrawnOutcome): DrawnOutcome {
    const script = this.#scripts.get(id) ?? (drawn.outcome === 'busy' ? { scripted: drawn } : undefined);
    if (!script) return drawn;
    const outcome = { ...script.scripted, after: script.scripted.after ?? drawn.after };
    if (outcome.outcome !== 'busy') return outcome;
    const now = this.#clock.now();
    const firstRequestAt = script.firstRequestAt ?? now;
    this.#scripts.put(id, { ...script, firstRequestAt });
    return now < firstRequestAt + outcome.after * 1000 ? outcome : { outcome: 'succeeds', after: drawn.after };
  }
}
