/** Asks before something is done: what it does, the command line that does the same, and for what cannot be undone a word. */

import { h, render } from '../dom.ts';
import { command } from './basics.ts';

export interface ConfirmOptions {
  title: string;
  /** What will happen, and what will not. */
  text: string;
  /** The same as a command line. */
  line: string;
  verb: string;
  /** Must be typed before it is done. */
  typed?: string;
  /** Something more to say, handed to `run`. */
  field?: string;
  run(said: string): Promise<unknown>;
  done(answer: unknown): void;
}

/** @param allowed why not, where the console only looks. */
export function confirmAction(question: ConfirmOptions, allowed: boolean): void {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  const state = { typed: '', said: '', trouble: '', busy: false };
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const act = async () => {
    state.busy = true;
    draw();
    try {
      const answer = await question.run(state.said);
      close();
      question.done(answer);
    } catch (error) {
      Object.assign(state, { busy: false, trouble: `${(error as Error).name}: ${(error as Error).message}` });
      draw();
    }
  };
  const draw = () => {
    const ready = allowed && !state.busy && (question.typed === undefined || state.typed === question.typed);
    render(
      dialog,
      h('h2', { id: 'dialog-title' }, question.title),
      h('p', {}, question.text),
      question.field !== undefined &&
        input(question.field, state.said, (value) => {
          state.said = value;
        }),
      question.typed !== undefined &&
        input(`Type ${question.typed} to confirm`, state.typed, (value) => {
          state.typed = value;
          draw();
        }),
      h('p', { class: 'label' }, 'The same on a command line'),
      command(question.line),
      !allowed && h('p', { class: 'note' }, 'This console only looks. Start it with --allow-actions to act from here.'),
      state.trouble !== '' && h('p', { class: 'trouble', role: 'alert' }, state.trouble),
      buttons(question, { ready, close, act: () => void act() }),
    );
  };
  draw();
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}

function buttons(
  { verb, typed }: ConfirmOptions,
  { ready, close, act }: { ready: boolean; close(): void; act(): void },
) {
  const kind = typed === undefined ? 'primary' : 'danger';
  return h(
    'div',
    { class: 'row end' },
    h('button', { type: 'button', class: 'button', onclick: close }, 'Cancel'),
    h('button', { type: 'button', class: `button ${kind}`, disabled: !ready, onclick: act }, verb),
  );
}

function input(label: string, value: string, change: (value: string) => void) {
  return h(
    'label',
    { class: 'field wide' },
    h('span', { class: 'label' }, label),
    h('input', {
      type: 'text',
      value,
      autocomplete: 'off',
      oninput: (event: Event) => change((event.target as HTMLInputElement).value),
    }),
  );
}
