import { controlApi } from '../common/api.ts';
import { h } from '../common/dom.ts';
import { polled } from '../common/polling.ts';
import { actionsAllowed, redraw } from '../common/state.ts';
import { button, choice, command } from './basics.ts';
import { sendControlRequest, simCommand } from './control-request.ts';

interface Fault {
  id: number;
  kind: string;
  rate: number;
  service?: string;
  operation?: string;
  injected: number;
}

interface FaultsAnswer {
  faults: Fault[];
  /** What can be injected, and into calls of which services. */
  kinds: string[];
  services: string[];
}

const RATES = ['0.05', '0.2', '0.5', '1'] as const;

const faults = polled(() => controlApi<FaultsAnswer>('GET', 'faults'), 2_000);
const draft = { kind: 'throttle', service: '', rate: '0.2' };

export function faultsPanel() {
  faults.keepPolling();
  const { faults: injected = [], kinds = [], services = [] } = faults.value ?? {};
  const select = (field: keyof typeof draft) => (value: string) => {
    draft[field] = value;
    redraw();
  };
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Faults' },
    h('h2', {}, 'Faults'),
    h(
      'div',
      { class: 'row' },
      choice(
        'Fault',
        draft.kind,
        kinds.map((kind) => [kind, kind] as const),
        select('kind'),
      ),
      choice(
        'Service',
        draft.service,
        [['', 'every service'], ...services.map((name) => [name, name] as const)],
        select('service'),
      ),
      choice(
        'Share of calls',
        draft.rate,
        RATES.map((rate) => [rate, `${Number(rate) * 100} %`] as const),
        select('rate'),
      ),
      button('Set', setFault, { disabled: !actionsAllowed() }),
    ),
    h('p', { class: 'label' }, 'The same on the command line'),
    command(simCommand(setWords())),
    h('ul', { class: 'faults' }, injected.map(faultRow)),
  );
}

function faultRow({ id, kind, rate, service, operation, injected }: Fault) {
  return h(
    'li',
    { key: id },
    `${kind} · ${service ?? 'every service'}${operation ? ` ${operation}` : ''} · ${rate * 100} % · injected ${injected} times `,
    button('Clear', () => void changeFaults(`faults clear ${id}`, 'DELETE', `faults?id=${id}`), {
      class: 'button small',
      disabled: !actionsAllowed(),
      'aria-label': `Clear fault ${id}`,
    }),
  );
}

function setWords(): string {
  const { kind, service, rate } = draft;
  return `faults set ${kind} rate=${rate}${service ? ` service=${service}` : ''}${kind === 'latency' ? ' milliseconds=500' : ''}`;
}

function setFault(): void {
  const { kind, service, rate } = draft;
  void changeFaults(setWords(), 'POST', 'faults', {
    kind,
    rate: Number(rate),
    ...(service ? { service } : {}),
    ...(kind === 'latency' ? { milliseconds: 500 } : {}),
  });
}

async function changeFaults(...request: Parameters<typeof sendControlRequest>): Promise<void> {
  await sendControlRequest(...request);
  faults.refresh();
}
