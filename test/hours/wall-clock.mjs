// Shifts the wall clock of a Node process and of its worker threads by WALL_CLOCK_OFFSET_MS. Loaded by
// `node --import`; NODE_OPTIONS hands it on to child processes.
const offset = Number(process.env.WALL_CLOCK_OFFSET_MS ?? 0);
const RealDate = globalThis.Date;
const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (date, parts, newTarget) => Reflect.construct(date, parts.length === 0 ? [now()] : parts, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});
