/**
 * Text out of events, names and errors, made harmless for a terminal and a page: control characters move the cursor,
 * change colours or retitle the window, and directional marks show a name in another order than it is spelled.
 */

/** Control characters (C0, DEL, C1), line separators, and Unicode's directional formatting characters. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** In one line: each hidden character becomes a space. */
export function printable(text: string): string {
  return text.replace(HIDDEN, ' ');
}

/** The same, with line feeds and tabs kept. */
export function printableLines(text: string): string {
  return text.replace(HIDDEN, (hidden) => (hidden === '\n' || hidden === '\t' ? hidden : ' '));
}

/** JSON, or YAML that quotes such text, with every hidden character escaped: it is read back as it was. */
export function escapeHidden(text: string): string {
  return text.replace(HIDDEN, (hidden) =>
    hidden === '\n' ? hidden : `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}
