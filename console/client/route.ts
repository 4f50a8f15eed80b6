/** Where the reader is: the address says it all, so that it can be shared and gone back to. */

import { redraw } from './state.ts';

export function path(): string[] {
  return location.pathname.split('/').filter(Boolean).map(decodeURIComponent);
}

export function query(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? '';
}

/** Changes parts of the query in place; an empty word takes one out. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const words = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') words.delete(name);
    else words.set(name, value);
  }
  history.replaceState(null, '', `${location.pathname}${words.size > 0 ? `?${words}` : ''}`);
  redraw();
}

export function go(address: string): void {
  history.pushState(null, '', address);
  window.scrollTo(0, 0);
  redraw();
  // The link that was followed is gone; who goes by keyboard or by ear goes on at the new page's beginning.
  requestAnimationFrame(() => document.getElementById('main')?.focus({ preventScroll: true }));
}

export function executionAddress(arn: string): string {
  return `/executions/${encodeURIComponent(arn)}`;
}

/** Links stay within the page unless the reader asks for a new tab. */
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
