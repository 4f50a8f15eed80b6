/** Where expressions stand in a definition, and how they fail. */

const EXPRESSION = /^\{%(.*)%\}$/s;

/** What is between `{%` and `%}`; undefined where the text is no expression. AWS knows no expression within a text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') ? EXPRESSION.exec(text)?.[1]?.trim() : undefined;
}

/** JSONata's code of an error: `T0410`. */
export function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[A-Z]\d{4}$/.test(code) ? code : undefined;
}
