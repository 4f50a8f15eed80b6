/** One execution: its status in a sentence, its graph, and tabs with everything that happened. */

import { requesterText } from '../../../client/identity/requester-text.ts';
import { type Child, h } from '../common/dom.ts';
import { type ExecutionDetail, openExecution } from '../common/execution-detail.ts';
import { formatTime, statusLabel, statusTone } from '../common/format.ts';
import { query, setQuery } from '../common/route.ts';
import { now, roleOf } from '../common/state.ts';
import { badge, empty, errorMessage, page } from '../parts/basics.ts';
import { actionButtons, wayOut } from '../parts/execution/actions.ts';
import { banner } from '../parts/execution/banner.ts';
import { definitionTab } from '../parts/execution/definition-tab.ts';
import { eventsTab } from '../parts/execution/events-tab.ts';
import { evidenceTab } from '../parts/execution/evidence-tab.ts';
import { graphPanel, isGraphExpanded } from '../parts/execution/graph-panel.ts';
import { historyTab } from '../parts/execution/history-tab.ts';
import { planTab } from '../parts/execution/plan-tab.ts';
import { relatedExecutions, relatedTab } from '../parts/execution/related-tab.ts';
import { statesTab } from '../parts/execution/states-tab.ts';
import { openStep, stepTab } from '../parts/execution/step-tab.ts';
import { timelineTab } from '../parts/execution/timeline-tab.ts';

export function executionPage(arn: string) {
  const { detail, error } = openExecution(arn);
  if (!detail) {
    return page(
      'Execution',
      error === '' ? h('p', {}, 'Loading …') : empty('This execution cannot be read.', errorMessage(error)),
    );
  }
  const { view, events } = detail;
  const step = openStep(detail);
  return h(
    'main',
    { class: 'page execution', id: 'main', tabindex: '-1' },
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '/executions' }, 'Executions'),
      h('span', { 'aria-hidden': 'true' }, ' / '),
      roleOf(view),
    ),
    h(
      'div',
      { class: 'title' },
      h('h1', {}, view.label ?? view.name),
      badge(statusTone(view), statusLabel(view)),
      actionButtons(detail),
    ),
    banner(detail),
    wayOut(detail),
    errorMessage(error),
    facts(detail),
    h(
      'div',
      { class: `split${isGraphExpanded(detail) ? ' expanded' : ''}` },
      graphPanel(
        detail,
        step && { timeline: step.timeline, running: view.status === 'RUNNING' || step.event !== events.at(-1) },
      ),
      h('section', { class: 'panel', 'aria-label': 'Details' }, tabs(detail)),
    ),
  );
}

const TABS = {
  plan: { title: 'Plan', content: planTab },
  timeline: { title: 'Timeline', content: timelineTab },
  states: { title: 'Input and output', content: statesTab },
  step: { title: 'Step through', content: stepTab },
  history: { title: 'History', content: historyTab },
  related: { title: 'Related', content: relatedTab },
  events: { title: 'Events', content: eventsTab },
  evidence: { title: 'Evidence', content: evidenceTab },
  definition: { title: 'Definition', content: definitionTab },
} satisfies Record<string, { title: string; content(detail: ExecutionDetail): Child }>;
type Tab = keyof typeof TABS;

function tabs(detail: ExecutionDetail) {
  const names = tabsOf(detail);
  const chosen = query('tab') as Tab;
  const current = names.includes(chosen) ? chosen : (names[0] as Tab);
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
      names.map((name) => tabButton(name, name === current, detail)),
    ),
    h(
      'div',
      { id: 'tabpanel', class: 'tabpanel', role: 'tabpanel', 'aria-labelledby': `tab-${current}`, key: current },
      TABS[current].content(detail),
    ),
  ];
}

function tabButton(name: Tab, selected: boolean, { events }: ExecutionDetail) {
  return h(
    'button',
    {
      key: name,
      type: 'button',
      role: 'tab',
      id: `tab-${name}`,
      'aria-selected': String(selected),
      'aria-controls': 'tabpanel',
      tabindex: selected ? 0 : -1,
      onclick: () => setQuery({ tab: name }),
    },
    name === 'history' ? `History (${events.length})` : TABS[name].title,
  );
}

/** Only an offboarding has a plan; only offboardings and disassociations have evidence; few have related executions. */
function tabsOf({ view }: ExecutionDetail): Tab[] {
  const role = roleOf(view);
  const hasPlan = role === 'offboard';
  const hasEvidence = hasPlan || (view.kind !== undefined && role === view.kind);
  return (Object.keys(TABS) as Tab[]).filter(
    (name) =>
      (name !== 'plan' || hasPlan) &&
      (name !== 'evidence' || hasEvidence) &&
      (name !== 'related' || relatedExecutions(view).length > 0),
  );
}

function facts({ view, redriveCount }: ExecutionDetail) {
  const time = now();
  const entries: [string, string | undefined][] = [
    ['Request', view.requestId],
    ['Requested by', requesterText(view)],
    ['Reason', view.requestReason],
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
    entries
      .filter(([, text]) => text)
      .map(([name, text]) => h('div', { key: name }, h('dt', {}, name), h('dd', {}, text))),
  );
}
