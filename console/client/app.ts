/** The console's page: routes, and the loop that draws it. */

import './app.css';
import type { StackInfo } from '../contract.ts';
import { get } from './common/api.ts';
import { h, render } from './common/dom.ts';
import { countWaiting } from './common/execution-search.ts';
import { keepRefreshed, readClock } from './common/executions-refresh.ts';
import { listenToKeys } from './common/keyboard.ts';
import { followLinks, path } from './common/route.ts';
import { appState, onRedraw, redraw } from './common/state.ts';
import { applyTheme } from './common/theme.ts';
import { associationsPage } from './pages/associations.ts';
import { deadLettersPage } from './pages/dead-letters.ts';
import { eventsPage } from './pages/events.ts';
import { evidencePage } from './pages/evidence.ts';
import { executionPage } from './pages/execution.ts';
import { executionsPage } from './pages/executions.ts';
import { noticesPage } from './pages/notices.ts';
import { offboardPage } from './pages/offboard.ts';
import { overviewPage } from './pages/overview.ts';
import { reportPage } from './pages/report.ts';
import { schedulesPage } from './pages/schedules.ts';
import { simulationPage } from './pages/simulation.ts';
import { empty, page } from './parts/basics.ts';
import { connectionBanner } from './parts/connection-banner.ts';
import { header } from './parts/header.ts';

const app = document.getElementById('app') as HTMLElement;

function currentPage() {
  const [name, id] = path();
  switch (name) {
    case 'executions':
      return id === undefined ? executionsPage() : executionPage(id);
    case 'evidence':
      return evidencePage(id ?? '');
    case 'offboard':
      return offboardPage();
    case 'events':
      return eventsPage();
    case 'notices':
      return noticesPage();
    case 'associations':
      return associationsPage();
    case 'simulation':
      return simulationPage();
    case 'report':
      return reportPage();
    case 'schedules':
      return schedulesPage();
    case 'dead-letters':
      return deadLettersPage();
    case undefined:
      return overviewPage();
    default:
      return page('Not found', empty('There is no such page.', h('a', { href: '/' }, 'The overview')));
  }
}

function draw(): void {
  const content = currentPage();
  render(app, header(), connectionBanner(), h('div', { key: location.pathname }, content));
  const title = document.querySelector('h1')?.textContent;
  const waiting = countWaiting();
  document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${title ? `${title} · Offboard` : 'Offboard'}`;
}

applyTheme();
onRedraw(draw);
followLinks();
listenToKeys();
draw();
addEventListener('resize', redraw);
// Ages and countdowns change without an event.
setInterval(redraw, 1_000);
void start();

/** Reads the stack and its clock first: machines' roles and times depend on them. */
async function start(): Promise<void> {
  try {
    const stack = await get<StackInfo>('stack');
    if (stack.local) await readClock();
    appState.stack = stack;
  } catch (error) {
    appState.connectionError = `The stack cannot be read: ${(error as Error).message}`;
    redraw();
    setTimeout(start, 2_000);
    return;
  }
  await keepRefreshed();
}
