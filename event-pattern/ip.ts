/** IP addresses as event-ruler reads them: hexadecimal digits, and ranges decided digit by digit. */

/**
 * The digits of an address: 8 for IPv4, 32 for IPv6; nothing where the text is neither. As Java's InetAddress has it, an
 * IPv4-mapped IPv6 address is IPv4. One written with dots (`::ffff:10.0.0.1`) is no address to the ruler.
 */
export function addressDigits(text: string): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return version4(text);
  if (text.includes(':') && /^[0-9a-fA-F:]*$/.test(text)) return version6(text);
  return undefined;
}

function version4(text: string): string | undefined {
  const parts = text.split('.').map(Number);
  if (text.length > '255.255.255.255'.length || parts.some((part) => part > 255)) return undefined;
  return parts.map((part) => hex(part, 2)).join('');
}

function version6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (groups.some((group) => group === '' || Number.parseInt(group, 16) > 0xffff)) return undefined;
  const digits = groups.map((group) => hex(Number.parseInt(group, 16), 4)).join('');
  return digits.startsWith(`${'0'.repeat(20)}FFFF`) ? digits.slice(24) : digits;
}

/** A range of addresses, both ends included. */
export interface AddressRange {
  bottom: string;
  top: string;
}

/**
 * What a CIDR notation covers, whichever address of it is given.
 * @throws Error in the ruler's words.
 */
export function cidrRange(cidr: string): AddressRange {
  const [address, mask, ...rest] = cidr.replace(/\/+$/, '').split('/');
  if (address === undefined || mask === undefined || rest.length > 0)
    throw new Error("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) throw new Error('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new Error('Malformed CIDR, mask bits must not be negative');
  const digits = addressDigits(address);
  if (digits === undefined) throw new Error(`Nonstandard IP address: ${address}`);
  const size = digits.length * 4;
  if (bits >= size) throw new Error(`${size === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${size}`);
  const free = (1n << BigInt(size - bits)) - 1n;
  const given = BigInt(`0x${digits}`);
  return { bottom: hex(given & ~free, digits.length), top: hex(given | free, digits.length) };
}

/**
 * Whether an address lies in a range. The ruler walks the digits and decides as soon as they lie between the ends, so
 * an address of the other length may be decided by its first digits: `::1` is in `0.0.0.0/0`.
 */
export function within({ bottom, top }: AddressRange, digits: string): boolean {
  let aboveBottom = false;
  let belowTop = false;
  for (let index = 0; index < bottom.length; index++) {
    const digit = digits[index];
    if (digit === undefined) return false;
    const low = bottom[index] as string;
    const high = top[index] as string;
    if ((!aboveBottom && digit < low) || (!belowTop && digit > high)) return false;
    aboveBottom ||= digit > low;
    belowTop ||= digit < high;
    if (aboveBottom && belowTop) return true;
  }
  return true;
}

function hex(value: number | bigint, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0');
}
