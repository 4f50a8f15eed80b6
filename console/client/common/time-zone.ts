/** How times are shown: in the reader's zone or in UTC, relative or absolute; kept in the browser's local storage. */

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

let absolute = localStorage.getItem('times') === 'absolute';

/** Whether `14:10:05` is shown rather than `2 h ago`. */
export function timesAreAbsolute(): boolean {
  return absolute;
}

export function timesButton() {
  const onclick = () => {
    absolute = !absolute;
    localStorage.setItem('times', absolute ? 'absolute' : 'relative');
    redraw();
  };
  const props = { class: 'button small', title: 'Times: as distances from now, or absolute', onclick };
  return h('button', { type: 'button', ...props }, absolute ? 'absolute' : 'relative');
}

/** An ISO time as the value of a field of date and time, in the zone that is shown. */
export function toFieldTime(iso: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const offset = zone === 'UTC' ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** The opposite of `toFieldTime`; empty for an empty field. */
export function fromFieldTime(text: string): string {
  const at = new Date(zone === 'UTC' ? `${text}Z` : text);
  return text === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

function change(): void {
  zone = zone === 'UTC' ? READERS : 'UTC';
  localStorage.setItem('time-zone', zone);
  redraw();
}
