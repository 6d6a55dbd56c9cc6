// What the server sends, as far as the page reads it.

export interface WireUser {
  id: string;
  username: string;
  role: 'owner' | 'admin' | 'annotator';
}

export interface WireDataset {
  id: string;
  name: string;
  guidelines: string | null;
  workspace_id: string;
}

export interface WireQuestion {
  name: string;
  title: string;
  description: string | null;
  required: boolean;
  settings: { type: string; options?: { value: number }[] };
}

export interface WireField {
  name: string;
  title: string;
  settings: { type: string; use_markdown?: boolean };
}

export type AnswerStatus = 'submitted' | 'discarded' | 'draft';

export interface WireResponse {
  user_id: string;
  status: AnswerStatus;
  values: Record<string, { value: unknown }> | null;
}

export interface WireRecord {
  id: string;
  status: 'pending' | 'completed';
  fields: Record<string, unknown>;
  responses?: WireResponse[];
}

/** An answer as `/me/responses/bulk` takes it. */
export interface WireAnswer {
  record_id: string;
  status: AnswerStatus;
  values: Record<string, { value: number }>;
}

export interface Items<T> {
  items: T[];
}

export interface Found {
  items: { record: WireRecord }[];
  total: number;
}
