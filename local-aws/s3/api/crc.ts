/** Cyclic redundancy checks, reflected, with all bits set before and inverted after. */

import { crc32 as zlibCrc32 } from 'node:zlib';

/** Castagnoli's polynomial, its bits in reverse. */
const CRC32C = 0x82f63b78;
/** The NVM Express polynomial of 64 bits, its bits in reverse: the upper and the lower half. */
const CRC64NVME = { high: 0x9a6c9329, low: 0xac4bc9b5 };

export function crc32(body: Uint8Array): Buffer {
  return bigEndian(zlibCrc32(body));
}

export function crc32c(body: Uint8Array): Buffer {
  let crc = 0xffffffff;
  for (const byte of body) crc = (crc >>> 8) ^ (tableOf32()[(crc ^ byte) & 0xff] as number);
  return bigEndian(~crc);
}

export function crc64nvme(body: Uint8Array): Buffer {
  const { high: highs, low: lows } = tableOf64();
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of body) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] as number);
    high = (high >>> 8) ^ (highs[index] as number);
  }
  return Buffer.concat([bigEndian(~high), bigEndian(~low)]);
}

let table32: Uint32Array | undefined;

function tableOf32(): Uint32Array {
  table32 ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? CRC32C : 0);
    return crc;
  });
  return table32;
}

let table64: { high: Uint32Array; low: Uint32Array } | undefined;

function tableOf64(): { high: Uint32Array; low: Uint32Array } {
  if (table64) return table64;
  table64 = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let index = 0; index < 256; index++) {
    let high = 0;
    let low = index;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = low & 1;
      low = ((low >>> 1) | (high << 31)) ^ (isOdd ? CRC64NVME.low : 0);
      high = (high >>> 1) ^ (isOdd ? CRC64NVME.high : 0);
    }
    table64.high[index] = high;
    table64.low[index] = low;
  }
  return table64;
}

function bigEndian(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value >>> 0);
  return buffer;
}
