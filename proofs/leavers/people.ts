/** The people and accounts of a company, and what becomes of them. */

import { pick } from '@offboard/local-aws/random';

/** By the signal that says so. */
export const SOURCES = [
  'account-closing',
  'ad-user-disabled',
  'identity-center-user-disabled',
  'okta-user-deactivated',
  'person-leaving',
  'sailpoint-identity-inactive',
] as const;

type Source = (typeof SOURCES)[number];

/** Those of which there is a list. */
const LISTABLE: readonly Source[] = ['account-closing', 'ad-user-disabled', 'identity-center-user-disabled'];

export interface Person {
  number: number;
  source: Source;
  /** As an offboarding names it. */
  subject: string;
  fate: 'leaves' | 'is rehired' | 'stays';
  /** Of who stays there is none. */
  signal: 'arrives' | 'is late' | 'is lost' | 'is none';
  isDoubled: boolean;
}

export function peopleOf(count: number, next: () => number): Person[] {
  return Array.from({ length: count }, (_, number): Person => {
    const source = SOURCES[number % SOURCES.length] as Source;
    const subject = source === 'account-closing' ? String(900_000_000_000 + number) : `leaver-${number}`;
    // A tenth of the listed may leave at once before a list is doubted, and 25 in any case.
    const fate = pick(LISTABLE.includes(source) ? LISTED_FATES : FATES, next);
    const drawn = { fate, signal: signalOf(fate, next) };
    // At any size there is one whom only a list finds, in each.
    const isFirst = number < SOURCES.length && LISTABLE.includes(source);
    return { number, source, subject, ...(isFirst ? LOST_LEAVER : drawn), isDoubled: next() < 0.2 };
  });
}

const LOST_LEAVER = { fate: 'leaves', signal: 'is lost' } as const;

const FATES = ['leaves', 'leaves', 'leaves', 'is rehired', 'stays'] as const;
const LISTED_FATES = ['leaves', 'is rehired', 'stays', 'stays', 'stays', 'stays', 'stays', 'stays'] as const;

function signalOf(fate: Person['fate'], next: () => number): Person['signal'] {
  if (fate === 'stays') return 'is none';
  const drawn = next();
  return drawn < 0.05 ? 'is lost' : drawn < 0.2 ? 'is late' : 'arrives';
}

/** How many offboardings there must be. A list has whoever was rehired as active. */
export function expectedOf({ fate, signal, source }: Person): number {
  if (fate === 'stays') return 0;
  if (signal !== 'is lost') return 1;
  return fate === 'leaves' && LISTABLE.includes(source) ? 1 : 0;
}
