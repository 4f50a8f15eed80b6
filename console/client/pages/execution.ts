/** One execution: where it stands in a sentence, its graph, and everything that happened. */

import type { ExecutionUpdate, HistoryRecord } from '../../contract.ts';
import { get } from '../api.ts';
import { h } from '../dom.ts';
import { roleOf } from '../execution-filter.ts';
import { formatTime, statusLabel, statusTone } from '../format.ts';
import { badge, empty } from '../parts/basics.ts';
import { actionButtons } from '../parts/execution/actions.ts';
import { banner } from '../parts/execution/banner.ts';
import { definitionTab } from '../parts/execution/definition-tab.ts';
import { eventsTab } from '../parts/execution/events-tab.ts';
import { evidenceTab } from '../parts/execution/evidence-tab.ts';
import { graphPanel, isGraphExpanded } from '../parts/execution/graph-panel.ts';
import { historyTab } from '../parts/execution/history-tab.ts';
import { planTab } from '../parts/execution/plan-tab.ts';
import { statesTab } from '../parts/execution/states-tab.ts';
import { timelineTab } from '../parts/execution/timeline-tab.ts';
import { setVisibleRows } from '../refresh.ts';
import { query, setQuery } from '../route.ts';
import { known, now, redraw } from '../state.ts';
import { type StateTimeline, stateTimelineOf } from '../state-timeline.ts';

/** What is known of the one that is open. */
export interface ExecutionDetail extends ExecutionUpdate {
  definition: string;
  timeline: StateTimeline;
}

const EVERY = { local: 500, aws: 5_000 };

let arn = '';
let opened: ExecutionDetail | undefined;
let trouble = '';

export function executionPage(id: string) {
  if (id !== arn) open(id);
  if (!opened)
    return h(
      'main',
      { class: 'page', id: 'main', tabindex: '-1' },
      h('h1', {}, 'Execution'),
      trouble === ''
        ? h('p', {}, 'Loading …')
        : empty('This execution cannot be read.', h('p', { class: 'trouble' }, trouble)),
    );
  const { view } = opened;
  return h(
    'main',
    { class: 'page execution', id: 'main', tabindex: '-1' },
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '/' }, 'Executions'),
      h('span', { 'aria-hidden': 'true' }, ' / '),
      roleOf(view),
    ),
    h(
      'div',
      { class: 'title' },
      h('h1', {}, view.label ?? view.name),
      badge(statusTone(view), statusLabel(view)),
      actionButtons(opened),
    ),
    banner(opened),
    trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, trouble),
    facts(opened),
    h(
      'div',
      { class: `split${isGraphExpanded(opened) ? ' expanded' : ''}` },
      graphPanel(opened),
      h('section', { class: 'panel', 'aria-label': 'Details' }, tabs(opened)),
    ),
  );
}

const TABS = {
  plan: 'Plan',
  timeline: 'Timeline',
  states: 'Input and output',
  history: 'History',
  events: 'Events',
  evidence: 'Evidence',
  definition: 'Definition',
} as const;
type Tab = keyof typeof TABS;

function tabs(execution: ExecutionDetail) {
  const asked = query('tab') as Tab;
  const names = tabsOf(execution);
  const current = names.includes(asked) ? asked : (names[0] as Tab);
  const step = (event: Event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[(event as KeyboardEvent).key];
    if (by === undefined) return;
    const next = names[(names.indexOf(current) + by + names.length) % names.length] as Tab;
    setQuery({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return [
    h(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': 'Details', onkeydown: step },
      names.map((name) =>
        h(
          'button',
          {
            key: name,
            type: 'button',
            role: 'tab',
            id: `tab-${name}`,
            'aria-selected': String(name === current),
            'aria-controls': 'tabpanel',
            tabindex: name === current ? 0 : -1,
            onclick: () => setQuery({ tab: name }),
          },
          name === 'history' ? `History (${execution.events.length})` : TABS[name],
        ),
      ),
    ),
    h(
      'div',
      { id: 'tabpanel', class: 'tabpanel', role: 'tabpanel', 'aria-labelledby': `tab-${current}`, key: current },
      contentOf(current, execution),
    ),
  ];
}

/** Only an offboarding has a plan, and only what ends something has evidence of it. */
function tabsOf({ view }: ExecutionDetail): Tab[] {
  const role = roleOf(view);
  const offboards = role === 'offboard';
  const ends = offboards || (view.kind !== undefined && role === view.kind);
  return (Object.keys(TABS) as Tab[]).filter((name) => (name !== 'plan' || offboards) && (name !== 'evidence' || ends));
}

function contentOf(tab: Tab, execution: ExecutionDetail) {
  switch (tab) {
    case 'plan':
      return planTab(execution);
    case 'timeline':
      return timelineTab(execution);
    case 'states':
      return statesTab(execution);
    case 'history':
      return historyTab(execution);
    case 'events':
      return eventsTab(execution);
    case 'evidence':
      return evidenceTab(execution);
    case 'definition':
      return definitionTab(execution);
  }
}

function facts({ view, redriveCount }: ExecutionDetail) {
  const time = now();
  const said: [string, string | undefined][] = [
    ['Request', view.requestId],
    ['Asked by', view.requestedBy && `${view.requestedBy} (claimed)`],
    ['Why', view.status === 'RUNNING' ? view.reason : undefined],
    ['Account', view.account],
    ['Region', view.region],
    ['Started', formatTime(view.started, time)],
    ['Ended', view.ended && formatTime(view.ended, time)],
    ['Deadline', view.deadline && formatTime(view.deadline, time)],
    ['Polls', view.kind === undefined ? undefined : String(view.polls)],
    ['Redriven', redriveCount > 0 ? `${redriveCount} times` : undefined],
  ];
  return h(
    'dl',
    { class: 'facts inline' },
    said
      .filter(([, text]) => text)
      .map(([name, text]) => h('div', { key: name }, h('dt', {}, name), h('dd', {}, text))),
  );
}

function open(id: string): void {
  arn = id;
  opened = undefined;
  trouble = '';
  setVisibleRows([]);
  void follow(id);
}

/** Reads it again while it is open; after its end ever more rarely, for it may be redriven. */
async function follow(id: string): Promise<void> {
  while (arn === id && location.pathname.startsWith('/executions/')) {
    await refresh(id);
    redraw();
    const running = opened?.view.status === 'RUNNING' || !opened;
    const every = known.about?.local === false ? EVERY.aws : EVERY.local;
    await new Promise((resolve) => setTimeout(resolve, running ? every : every * 6));
  }
  if (arn === id) arn = '';
}

async function refresh(id: string): Promise<void> {
  try {
    const before = opened;
    const after = before?.events.at(-1)?.id ?? 0;
    const answer = await get<ExecutionUpdate>('execution', { arn: id, after });
    if (arn !== id) return;
    const events: HistoryRecord[] = before ? [...before.events, ...answer.events] : answer.events;
    const timeline = before && answer.events.length === 0 ? before.timeline : stateTimelineOf(events);
    opened = { ...answer, events, timeline, definition: answer.definition ?? before?.definition ?? '{}' };
    trouble = '';
  } catch (error) {
    trouble = `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Something was done to it. */
export function refreshNow(): void {
  void refresh(arn).then(redraw);
}
