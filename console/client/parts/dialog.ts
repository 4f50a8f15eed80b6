/** Confirms an action: what it does, the command line that does the same, and a word to type where it cannot be undone. */

import { errorText } from '../common/api.ts';
import { type Child, h, render } from '../common/dom.ts';
import { actionsAllowed } from '../common/state.ts';
import { button, command, errorMessage, textField } from './basics.ts';

interface ConfirmOptions<Answer> {
  title: string;
  /** What happens, and what does not. */
  text: string;
  commandLine: string;
  confirmLabel: string;
  /** Must be typed first. */
  confirmText?: string;
  /** The label of a text field whose value is handed to `run`. */
  inputLabel?: string;
  /** Drawn under the text. */
  details?(): Child;
  /** @param redraw draws the details anew. */
  run(inputText: string, redraw: () => void): Promise<Answer>;
  onDone(answer: Answer): void;
  /** Stays open afterwards, with its details as the result. */
  stays?: true;
}

/** Without permission to act the dialog only shows the command line. */
export function confirmAction<Answer>(options: ConfirmOptions<Answer>): void {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  const state = { typed: '', inputText: '', error: '', busy: false, done: false };
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const act = async () => {
    state.busy = true;
    draw();
    try {
      const answer = await options.run(state.inputText, draw);
      state.done = true;
      if (options.stays) draw();
      else close();
      options.onDone(answer);
    } catch (error) {
      Object.assign(state, { busy: false, error: errorText(error) });
      draw();
    }
  };
  const draw = () => {
    const { confirmText, inputLabel } = options;
    const ready = actionsAllowed() && !state.busy && (confirmText === undefined || state.typed === confirmText);
    // A form, so that Enter in a field confirms.
    const submit = (event: Event) => {
      event.preventDefault();
      if (ready) void act();
    };
    render(
      dialog,
      h(
        'form',
        { onsubmit: submit },
        h('h2', { id: 'dialog-title' }, options.title),
        !state.done && h('p', {}, options.text),
        options.details?.(),
        !state.done &&
          inputLabel !== undefined &&
          textField(inputLabel, state.inputText, (value) => {
            state.inputText = value;
          }),
        !state.done &&
          confirmText !== undefined &&
          textField(`Type "${confirmText}" to confirm`, state.typed, (value) => {
            state.typed = value;
            draw();
          }),
        sameCommandLine(options.commandLine),
        !actionsAllowed() && readOnlyNote(),
        errorMessage(state.error),
        state.done
          ? h('div', { class: 'row end' }, button('Close', close, { class: 'button primary' }))
          : buttons(options, ready, close),
      ),
    );
  };
  draw();
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}

export function sameCommandLine(line: string) {
  return [h('p', { class: 'label' }, 'The same on the command line'), command(line)];
}

export function readOnlyNote() {
  return h('p', { class: 'note' }, 'This console is read-only. Start it with --allow-actions to act from here.');
}

function buttons(
  { confirmLabel, confirmText }: Pick<ConfirmOptions<unknown>, 'confirmLabel' | 'confirmText'>,
  ready: boolean,
  close: () => void,
) {
  const kind = confirmText === undefined ? 'primary' : 'danger';
  return h(
    'div',
    { class: 'row end' },
    h('button', { type: 'button', class: 'button', onclick: close }, 'Cancel'),
    h('button', { type: 'submit', class: `button ${kind}`, disabled: !ready }, confirmLabel),
  );
}
