/** Colour theme: light, dark, or the system's; kept in the browser's local storage. */

import { h } from './dom.ts';
import { redraw } from './state.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

let theme: Theme = storedTheme();

export function applyTheme(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function themeButton() {
  return h(
    'button',
    {
      type: 'button',
      class: 'button small theme',
      title: 'Colours: light, dark, or the system’s',
      onclick: next,
    },
    { system: 'Auto', light: 'Light', dark: 'Dark' }[theme],
  );
}

function next(): void {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
  localStorage.setItem('theme', theme);
  applyTheme();
  redraw();
}

function storedTheme(): Theme {
  const stored = localStorage.getItem('theme') as Theme;
  return THEMES.includes(stored) ? stored : 'system';
}
