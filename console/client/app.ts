/** The console's page. */

import './app.css';
import type { StackInfo } from '../contract.ts';
import { get } from './api.ts';
import { h, render } from './dom.ts';
import { listenToKeys } from './keyboard.ts';
import { associationsPage } from './pages/associations.ts';
import { deadLettersPage } from './pages/dead-letters.ts';
import { eventsPage } from './pages/events.ts';
import { executionPage } from './pages/execution.ts';
import { executionsPage, scrolled } from './pages/executions.ts';
import { schedulesPage } from './pages/schedules.ts';
import { header } from './parts/header.ts';
import { keepRefreshed, readClock } from './refresh.ts';
import { followLinks, path } from './route.ts';
import { known, onRedraw, redraw } from './state.ts';
import { applyTheme } from './theme.ts';

const app = document.getElementById('app') as HTMLElement;

function page() {
  const [place, id] = path();
  switch (place) {
    case 'executions':
      return id === undefined ? executionsPage() : executionPage(id);
    case 'events':
      return eventsPage();
    case 'associations':
      return associationsPage();
    case 'schedules':
      return schedulesPage();
    case 'dead-letters':
      return deadLettersPage();
    default:
      return executionsPage();
  }
}

function draw(): void {
  const content = page();
  render(
    app,
    header(),
    known.lost !== undefined && h('div', { class: 'lost', role: 'alert' }, known.lost),
    h('div', { key: location.pathname }, content),
  );
  const title = document.querySelector('h1')?.textContent;
  document.title = title ? `${title} · Offboard` : 'Offboard';
}

applyTheme();
onRedraw(draw);
followLinks();
listenToKeys();
draw();
addEventListener('scroll', scrolled, { passive: true });
addEventListener('resize', redraw);
// Ages and countdowns go on by themselves.
setInterval(redraw, 1_000);
void begin();

/** Which stack it is comes first, and its clock: rows are told apart and dated by them. */
async function begin(): Promise<void> {
  try {
    const about = await get<StackInfo>('about');
    if (about.local) await readClock();
    known.about = about;
  } catch (error) {
    known.lost = `The stack cannot be read: ${(error as Error).message}`;
    redraw();
    setTimeout(begin, 2_000);
    return;
  }
  await keepRefreshed();
}
