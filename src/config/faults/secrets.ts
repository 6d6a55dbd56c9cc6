import type { Fault } from './fault.ts';

const token = /(?<!\w)hf_[A-Za-z0-9]{10,}(?!\w)/g;

/** Access tokens of the Hub anywhere in the text, comments too: the file is committed, and its history keeps them. */
export function findSecrets(text: string): Fault[] {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(token)].map((match) => ({
      line: index + 1,
      column: match.index + 1,
      path: '',
      value: '***',
      problem: 'holds an access token of the Hub, which must not stand in this file',
      allowed: null,
      suggestion: 'put it into HF_TOKEN in the environment, and revoke it when it was ever shared',
    })),
  );
}
