/**
 * A page may be empty and yet carry a token: only a page without one is the last.
 * @param from the token to begin with.
 */
export async function* pages<Page extends { NextToken?: string | undefined }>(
  read: (token: string | undefined) => Promise<Page>,
  from?: string,
): AsyncIterable<Page> {
  let token = from;
  do {
    const page = await read(token);
    yield page;
    token = page.NextToken || undefined;
  } while (token !== undefined);
}
