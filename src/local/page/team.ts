// The leaderboard, the rater's nickname, and the rater's own answers as a file.

import { renderCsv } from '../../lib/text/csv.ts';
import { call } from './api.ts';

export interface LeaderboardItem {
  place: number;
  nickname: string;
  answers: number;
  is_me: boolean;
  /** null unless the reader is an organizer. */
  user: { id: string; username: string } | null;
}

export interface Team {
  /** null = this rater appears by no name. */
  nickname: string | null;
  items: LeaderboardItem[];
  unnamed: { raters: number; answers: number };
}

/** Throws like `call`. */
export async function readTeam(datasetId: string): Promise<Team> {
  const [own, board] = await Promise.all([
    call<{ nickname: string | null }>('GET', '/prank/me/nickname'),
    call<Omit<Team, 'nickname'>>('GET', `/prank/datasets/${datasetId}/leaderboard`),
  ]);
  return { ...board, ...own };
}

/** null = appear by no name any more. Throws like `call`. */
export async function changeNickname(nickname: string | null): Promise<void> {
  if (nickname === null) await call('DELETE', '/prank/me/nickname');
  else await call('PUT', '/prank/me/nickname', { nickname });
}

/** For organizers. Throws like `call`. */
export async function removeNickname(userId: string): Promise<void> {
  await call('DELETE', `/prank/users/${userId}/nickname`);
}

export interface OwnAnswer {
  record_id: string;
  fields: Record<string, unknown>;
  status: 'submitted' | 'discarded';
  values: Record<string, { value: unknown }>;
  inserted_at: string;
  updated_at: string;
}

/** All answers that the rater submitted or skipped, with their prompts. Throws like `call`. */
export async function readOwnAnswers(datasetId: string): Promise<OwnAnswer[]> {
  const answers: OwnAnswer[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const path = `/prank/me/datasets/${datasetId}/answers?after=${after}`;
    const page: { items: OwnAnswer[]; next: number | null } = await call('GET', path);
    answers.push(...page.items);
    after = page.next;
  }
  return answers;
}

/** As a table: the prompts' fields, the status, the value of each question, and the times (UTC). */
export function renderOwnAnswers(answers: readonly OwnAnswer[], format: 'csv' | 'json'): string {
  if (format === 'json') {
    const list = answers.map(({ fields, status, values, inserted_at, updated_at }) => ({
      fields,
      status,
      values: Object.fromEntries(Object.entries(values).map(([question, { value }]) => [question, value])),
      answered_at: `${inserted_at}Z`,
      updated_at: `${updated_at}Z`,
    }));
    return `${JSON.stringify(list, null, 2)}\n`;
  }
  const fields = namesOf(answers.map((answer) => answer.fields));
  const questions = namesOf(answers.map(({ values }) => values));
  const rows = answers.map((answer) => [
    ...fields.map((name) => toCell(answer.fields[name])),
    answer.status === 'submitted' ? 'submitted' : 'skipped',
    ...questions.map((name) => toCell(answer.values[name]?.value)),
    `${answer.inserted_at}Z`,
    `${answer.updated_at}Z`,
  ]);
  return renderCsv([...fields, 'status', ...questions, 'answered_at', 'updated_at'], rows);
}

function namesOf(records: readonly Record<string, unknown>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

function toCell(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}

/** Lets the browser save a text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  // With a byte order mark, spreadsheets read the text as UTF-8.
  const blob = new Blob([type === 'text/csv' ? '\uFEFF' : '', text], { type: `${type};charset=utf-8` });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
