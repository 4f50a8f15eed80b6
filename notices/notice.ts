/** What a person is told: a title, sentences, the commands that answer it. A sink's format makes a message of it. */

export interface Notice {
  /** In one line: what happened or what must be done, by when, and to whom. */
  title: string;
  sentences: readonly string[];
  /** Of the command line, without options that name the stack. Whoever runs one answers for it: no link acts. */
  commands: readonly string[];
  /** The execution's ARN. */
  execution?: string | undefined;
}

export interface NoticeStack {
  stage: string;
  account: string;
  region: string;
}
