/** Routing: page and filters are in the address, so that they can be shared and gone back to. */

import { redraw } from './state.ts';

export function path(): string[] {
  return location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
}

export function query(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? '';
}

/** Milliseconds: what is typed or stepped through quickly is one entry of the history. */
const ONE_CHANGE = 1_500;

let last = { names: '', at: Number.NEGATIVE_INFINITY };

/** Changes parameters of the query; an empty value removes one. The browser's Back undoes it. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  const names = `${location.pathname} ${Object.keys(changes)}`;
  const continued = names === last.names && performance.now() - last.at < ONE_CHANGE;
  last = { names, at: performance.now() };
  const address = `${location.pathname}${parameters.size > 0 ? `?${parameters}` : ''}`;
  if (continued) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  redraw();
}

export function go(address: string): void {
  history.pushState(null, '', address);
  window.scrollTo(0, 0);
  redraw();
  // The followed link is no longer there: keyboards and screen readers continue at the start of the new page.
  requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
}

export function executionAddress(arn: string): string {
  return `/executions/${encodeURIComponent(arn)}`;
}

/** Internal links are routed without a page load, unless a new tab or window is asked for. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest?.('a[href^="/"]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    go(link.getAttribute('href') ?? '/');
  });
  window.addEventListener('popstate', redraw);
}
