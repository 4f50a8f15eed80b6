/** StringMatches: `*` stands for any characters, a backslash makes the next character an ordinary one. */

const known = new Map<string, RegExp>();

export function matchesPattern(text: string, pattern: string): boolean {
  let regex = known.get(pattern);
  if (!regex) {
    regex = new RegExp(`^${pattern.replace(/\\(.)|(.)/gs, translate)}$`, 's');
    known.set(pattern, regex);
  }
  return regex.test(text);
}

function translate(_all: string, escaped: string | undefined, plain: string | undefined): string {
  if (escaped === undefined && plain === '*') return '.*';
  return (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
