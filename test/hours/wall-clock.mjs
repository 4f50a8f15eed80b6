// Shifts the wall clock of a Node process and of its worker threads by WALL_CLOCK_OFFSET_MS. Loaded by
// `node --import`; NODE_OPTIONS hands it on to child processes.
import { ServerResponse } from 'node:http';

const offset = Number(process.env.WALL_CLOCK_OFFSET_MS ?? 0);
const RealDate = globalThis.Date;
const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (date, parts, newTarget) => Reflect.construct(date, parts.length === 0 ? [now()] : parts, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
});

// Node writes the Date header by a clock of its own. The AWS SDK takes a Date that is minutes off for clock skew, and
// tries a refused call once more.
const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function (...parts) {
  if (this.sendDate && !this.hasHeader('date')) this.setHeader('date', new Date().toUTCString());
  return writeHead.apply(this, parts);
};
