/** The simulated world: what is tied to what, its votes and fates, and the levers for time and faults. Local only. */

import { controlApi } from '../api.ts';
import { h } from '../dom.ts';
import { formatTime, type Tone } from '../format.ts';
import { badge, button, choice, empty } from '../parts/basics.ts';
import { actionsAllowed, shellQuote } from '../parts/execution/actions.ts';
import { searchField } from '../parts/search-field.ts';
import { clockPanel, faultsPanel, pull, pulled } from '../parts/simulation-panels.ts';
import { voteButtons, type World } from '../parts/votes.ts';
import { polled } from '../polling.ts';
import { query, setQuery } from '../route.ts';
import { known, now, redraw } from '../state.ts';

export interface Association {
  kind: string;
  key: string;
  account: string;
  region: string;
  status: string;
  statusSince: string;
  next?: { status: string; at: string };
  scriptedOutcome?: { outcome?: string };
  session?: World;
}

export const world = polled(() => controlApi<{ associations: Association[] }>('GET', 'associations'), 1_500);
let most = 200;

export function associationsPage() {
  if (known.about?.local === false) {
    return h(
      'main',
      { class: 'page', id: 'main', tabindex: '-1' },
      h('h1', {}, 'Associations'),
      empty('Only the local runtime has a simulated world.'),
    );
  }
  world.keep();
  const all = world.value?.associations;
  const words = query('q').toLowerCase();
  const chosen = { kind: query('kind'), account: query('account'), region: query('region') };
  const found = (all ?? []).filter(
    (each) =>
      (chosen.kind === '' || each.kind === chosen.kind) &&
      (chosen.account === '' || each.account === chosen.account) &&
      (chosen.region === '' || each.region === chosen.region) &&
      (words === '' || `${each.key} ${each.kind} ${each.status}`.toLowerCase().includes(words)),
  );
  const anyOf = (field: 'kind' | 'account' | 'region') => [
    ['', 'Any'] as const,
    ...[...new Set((all ?? []).map((each) => each[field]))].sort().map((value) => [value, value] as const),
  ];
  return h(
    'main',
    { class: 'page', id: 'main', tabindex: '-1' },
    h('h1', {}, 'Associations'),
    world.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, world.trouble),
    h('div', { class: 'levers' }, clockPanel(), faultsPanel()),
    pulled(),
    searchField(
      { label: 'Find', name: 'q', id: 'search' },
      (['kind', 'account', 'region'] as const).map((field) =>
        choice(TITLES[field], chosen[field], anyOf(field), (value) => setQuery({ [field]: value })),
      ),
    ),
    h(
      'p',
      { class: 'reading', role: 'status' },
      all ? `${found.length} of ${all.length} associations in the simulated world` : 'Loading …',
    ),
    found.length > 0 && table(found.slice(0, most)),
    found.length > most &&
      button('Show more', () => {
        most += 500;
        redraw();
      }),
  );
}

const TITLES = { kind: 'Kind', account: 'Account', region: 'Region' } as const;

function table(found: readonly Association[]) {
  return h(
    'div',
    { class: 'scroll panel associations', tabindex: '0', role: 'group', 'aria-label': 'Associations' },
    h(
      'table',
      { class: 'plain' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Association', 'Status', 'Since', 'Next', 'If asked to end', 'Vote'].map((title) =>
            h('th', { scope: 'col' }, title),
          ),
        ),
      ),
      h('tbody', {}, found.map(row)),
    ),
  );
}

function row(association: Association) {
  const { kind, key, account, region, status, statusSince, next, session } = association;
  const time = now();
  return h(
    'tr',
    { key: `${kind} ${account} ${region} ${key}` },
    h('th', { scope: 'row' }, key, h('small', {}, `${kind} · ${region} · ${account}`)),
    h('td', {}, badge(toneOfStatus(status), status)),
    h('td', { class: 'moment' }, formatTime(statusSince, time)),
    h('td', {}, next ? `${next.status} at ${formatTime(next.at, time)}` : '–'),
    h('td', {}, fate(association)),
    h('td', {}, session ? voteButtons(session) : '–'),
  );
}

function toneOfStatus(status: string): Tone {
  if (/FAILED/.test(status)) return 'bad';
  return /PENDING|ING$|PROGRESS/.test(status) ? 'live' : 'good';
}

/** What can be set to come of asking, by kind, as the simulated services know it; the empty one leaves it to chance. */
const FATES: Readonly<Record<string, readonly string[]>> = {
  'opensearch-packages': ['succeeds', 'fails', 'stuck', 'reverts', 'busy'],
  'codeartifact-external-connection': ['succeeds', 'stuck', 'reverts', 'busy'],
  'redshift-datashare-consumer': ['succeeds', 'stuck', 'reverts'],
  'license-manager-user': ['succeeds', 'fails', 'stuck', 'reverts', 'busy'],
  'payment-cryptography-mpa-team': ['succeeds', 'rejected', 'expires', 'stuck', 'busy'],
};

function fate({ kind, key, account, region, scriptedOutcome: set }: Association) {
  const outcome = set?.outcome ?? '';
  const outcomes = new Set(['', ...(FATES[kind] ?? []), outcome]);
  return h(
    'select',
    {
      'aria-label': `If ${key} is asked to end`,
      value: outcome,
      disabled: !actionsAllowed(),
      onchange: (event: Event) => {
        const chosen = (event.target as HTMLSelectElement).value;
        const fate = chosen === '' ? undefined : { outcome: chosen };
        const place = `--kind ${kind} --account ${account} --where-region ${region}`;
        const line = `world ${shellQuote(key)} ${place} --fate ${shellQuote(JSON.stringify(fate ?? null))}`;
        void pull(line, 'POST', 'associations', {
          kind,
          key,
          account,
          region,
          ...(fate && { scriptedOutcome: fate }),
        }).then(world.again);
      },
    },
    [...outcomes].map((name) => h('option', { key: name, value: name }, name || 'as chance has it')),
  );
}
