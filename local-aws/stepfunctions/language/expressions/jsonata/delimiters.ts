const EXPRESSION = /^\{%(.*)%\}$/s;

/** What is between `{%` and `%}`; undefined where the text is no expression. AWS knows no expression within a text. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') ? EXPRESSION.exec(text)?.[1]?.trim() : undefined;
}
