/** The zone in which times are shown: the reader's, or UTC; kept in the browser's local storage. */

import { h } from './dom.ts';
import { redraw } from './state.ts';

const READERS = Intl.DateTimeFormat().resolvedOptions().timeZone;

let zone = localStorage.getItem('time-zone') === 'UTC' ? 'UTC' : READERS;

/** An IANA name: `Europe/Berlin`. */
export function timeZone(): string {
  return zone;
}

export function timeZoneButton() {
  return h(
    'button',
    { type: 'button', class: 'button small', title: 'Times: in your own zone or in UTC', onclick: change },
    zone,
  );
}

function change(): void {
  zone = zone === 'UTC' ? READERS : 'UTC';
  localStorage.setItem('time-zone', zone);
  redraw();
}
