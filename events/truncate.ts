/** Texts of senders and services in an event, which has room for 256 KiB in all. */

const MARK = '…';

/** The text, or its beginning and an ellipsis: at most so many bytes as it has in JSON, in UTF-8. */
export function truncate(text: string, maxBytes: number): string {
  // A character has a byte and more, so that a long text need not be measured whole.
  if (text.length <= maxBytes && bytesOf(text) <= maxBytes) return text;
  let bytes = bytesOf(MARK);
  let kept = '';
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept + MARK;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length - 2;
}
