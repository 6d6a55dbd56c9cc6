import { ApiError } from '../../../src/local/http/api-error.ts';
import type { DatasetRules, KnownQuestion } from '../../../src/local/rules/context.ts';
import type { QuestionSettings } from '../../../src/local/rules/settings.ts';

/** Rules of a dataset without fields, questions or properties. A test gives what it needs. */
export function datasetRules({ allowExtraMetadata = false, ...rules }: RulesForTest = {}): DatasetRules {
  return {
    dataset: {
      id: 'dataset-1',
      name: 'campaign',
      guidelines: null,
      allow_extra_metadata: allowExtraMetadata,
      status: 'ready',
      distribution: { strategy: 'overlap', min_submitted: 1 },
      metadata: null,
      workspace_id: 'workspace-1',
      last_activity_at: '2026-01-02T03:04:05.678901',
      inserted_at: '2026-01-02T03:04:05.678901',
      updated_at: '2026-01-02T03:04:05.678901',
    },
    fields: [],
    questions: [],
    properties: [],
    ...rules,
  };
}

type RulesForTest = Partial<Omit<DatasetRules, 'dataset'>> & { allowExtraMetadata?: boolean };

export function question(name: string, settings: QuestionSettings, required = false): KnownQuestion {
  return { id: `id-of-${name}`, name, required, settings };
}

export const rating: QuestionSettings = { type: 'rating', options: [{ value: 1 }, { value: 2 }] };

/** The server's message for a request rejected with status 422; null = the check passed. */
export function refusal(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return error.message;
    throw error;
  }
}
