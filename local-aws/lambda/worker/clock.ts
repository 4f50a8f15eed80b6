/** Inside a worker: `Date` shows the runtime's time instead of the host's. `performance` and timers keep real time. */

const HostDate = Date;
let offset = 0;

/** @param time the runtime's, now. Milliseconds since 1970. */
export function setClock(time: number): void {
  offset = time - HostDate.now();
}

const now = () => HostDate.now() + offset;

globalThis.Date = new Proxy(HostDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new HostDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
