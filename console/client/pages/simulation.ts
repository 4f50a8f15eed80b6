import { shellQuote } from '../../../client/shell-quote.ts';
import { h } from '../common/dom.ts';
import { formatTime, type Tone } from '../common/format.ts';
import { query, setQuery } from '../common/route.ts';
import { type SimulatedAssociation, simulatedAssociations } from '../common/simulated-associations.ts';
import { actionsAllowed, appState, now, redraw } from '../common/state.ts';
import { badge, button, choice, empty, errorMessage, page, table } from '../parts/basics.ts';
import { clockPanel } from '../parts/clock-panel.ts';
import { lastControlRequest, sendControlRequest } from '../parts/control-request.ts';
import { faultsPanel } from '../parts/faults-panel.ts';
import { searchField } from '../parts/search-field.ts';
import { voteButtons } from '../parts/votes.ts';

const FILTERS = { kind: 'Kind', account: 'Account', region: 'Region' } as const;
type Filter = keyof typeof FILTERS;
const FILTER_NAMES = Object.keys(FILTERS) as Filter[];

let maxRows = 200;
const MORE_ROWS = 500;

export function simulationPage() {
  if (appState.stack?.local === false) {
    return page('Simulation', empty('Only the local runtime has simulated associations.'));
  }
  simulatedAssociations.keepPolling();
  const all = simulatedAssociations.value?.associations;
  const found = all?.filter(isWanted) ?? [];
  return page(
    'Simulation',
    errorMessage(simulatedAssociations.error),
    h('div', { class: 'simulation' }, clockPanel(), faultsPanel()),
    lastControlRequest(),
    searchField(
      { label: 'Find', name: 'q', id: 'search' },
      FILTER_NAMES.map((filter) =>
        choice(FILTERS[filter], query(filter), optionsOf(filter, all ?? []), (value) => setQuery({ [filter]: value })),
      ),
    ),
    h(
      'p',
      { class: 'list-progress', role: 'status' },
      all ? `${found.length} of ${all.length} simulated associations` : 'Loading …',
    ),
    found.length > 0 && table('Associations', COLUMNS, found.slice(0, maxRows).map(row), 'panel associations'),
    found.length > maxRows &&
      button('Show more', () => {
        maxRows += MORE_ROWS;
        redraw();
      }),
  );
}

function isWanted(association: SimulatedAssociation): boolean {
  const text = query('q').toLowerCase();
  const { key, kind, status } = association;
  return (
    FILTER_NAMES.every((filter) => query(filter) === '' || association[filter] === query(filter)) &&
    `${key} ${kind} ${status}`.toLowerCase().includes(text)
  );
}

function optionsOf(filter: Filter, all: readonly SimulatedAssociation[]) {
  const values = [...new Set(all.map((association) => association[filter]))].sort();
  return [['', 'Any'] as const, ...values.map((value) => [value, value] as const)];
}

const COLUMNS = ['Association', 'Status', 'Since', 'Next', 'Scripted outcome', 'Votes'];

function row(association: SimulatedAssociation) {
  const { kind, key, account, region, status, statusSince, next, session } = association;
  const time = now();
  return h(
    'tr',
    { key: `${kind} ${account} ${region} ${key}` },
    h('th', { scope: 'row' }, key, h('small', {}, `${kind} · ${region} · ${account}`)),
    h('td', {}, badge(toneOf(status), status)),
    h('td', { class: 'moment' }, formatTime(statusSince, time)),
    h('td', {}, next ? `${next.status} at ${formatTime(next.at, time)}` : '–'),
    h('td', {}, outcomeSelect(association)),
    h('td', {}, session ? voteButtons(session) : '–'),
  );
}

function toneOf(status: string): Tone {
  if (/FAILED/.test(status)) return 'bad';
  return /PENDING|ING$|PROGRESS/.test(status) ? 'live' : 'good';
}

function outcomeSelect(association: SimulatedAssociation) {
  const { key, scriptedOutcome, outcomes } = association;
  const current = scriptedOutcome?.outcome ?? '';
  return h(
    'select',
    {
      'aria-label': `Scripted outcome of ${key}`,
      value: current,
      disabled: !actionsAllowed(),
      onchange: (event: Event) => void scriptOutcome(association, (event.target as HTMLSelectElement).value),
    },
    ['', ...outcomes].map((name) => h('option', { key: name, value: name }, name || 'random')),
  );
}

async function scriptOutcome({ kind, key, account, region }: SimulatedAssociation, outcome: string): Promise<void> {
  const scriptedOutcome = outcome === '' ? undefined : { outcome };
  const options = `--kind ${kind} --account ${account} --where-region ${region}`;
  await sendControlRequest(
    `outcome ${shellQuote(key)} ${shellQuote(JSON.stringify(scriptedOutcome ?? null))} ${options}`,
    'POST',
    'associations',
    { kind, key, account, region, ...(scriptedOutcome && { scriptedOutcome }) },
  );
  simulatedAssociations.refresh();
}
