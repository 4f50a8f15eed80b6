/** Keeps what a text was compiled to, for a limited number of texts, so that new ones cannot fill the memory. */

const MAX_ENTRIES = 10_000;

export function memoize<Made>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    const there = known.get(text);
    if (there !== undefined) return there;
    const made = make(text);
    if (known.size >= MAX_ENTRIES) known.clear();
    known.set(text, made);
    return made;
  };
}
