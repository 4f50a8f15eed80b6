/** Inside a worker: `Date` shows the runtime's time instead of the host's. `performance` and timers keep real time. */

const HostDate = Date;
let offset = 0;

export function setClockOffset(milliseconds: number): void {
  offset = milliseconds;
}

const now = () => HostDate.now() + offset;

globalThis.Date = new Proxy(HostDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new HostDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
