import { h } from '../common/dom.ts';
import { formatUtc } from '../common/format.ts';
import { actionsAllowed, appState, now } from '../common/state.ts';
import { button, choice } from './basics.ts';
import { sendControlRequest } from './control-request.ts';

const STEPS: readonly (readonly [title: string, seconds: number])[] = [
  ['1 min', 60],
  ['1 h', 3_600],
  ['1 day', 86_400],
];

export function clockPanel() {
  const { mode } = appState.clock;
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Clock' },
    h('h2', {}, 'Clock'),
    h('p', { class: 'clock' }, formatUtc(now())),
    h(
      'div',
      { class: 'row' },
      choice(
        'Speed',
        mode,
        [...new Set(['real', 'x60', 'jump', mode])].map((name) => [name, name] as const),
        (selected) => void sendControlRequest(`clock ${selected}`, 'POST', 'clock', { mode: selected }),
      ),
      STEPS.map(([title, seconds]) =>
        button(
          `+ ${title}`,
          () => void sendControlRequest(`clock advance ${seconds}s`, 'POST', 'clock', { advance: seconds }),
          { key: title, disabled: !actionsAllowed() },
        ),
      ),
    ),
  );
}
