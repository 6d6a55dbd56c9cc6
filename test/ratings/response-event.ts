import type { ResponseEvent } from '../../src/model.ts';

/** A submitted answer. A test gives the fields it is about. */
export function responseEvent(fields: Partial<ResponseEvent> = {}): ResponseEvent {
  const updatedAt = fields.updatedAt ?? '2026-01-02T03:04:05.678901';
  return {
    promptId: 'p1',
    raterId: 'r1',
    rater: 'ada',
    status: 'submitted',
    value: 4,
    insertedAt: '2026-01-02T03:04:05.678901',
    updatedAt,
    serverUpdatedAt: updatedAt,
    recordId: 'record-1',
    datasetId: 'dataset-1',
    pulledAt: '2026-01-03T00:00:00.000Z',
    ...fields,
  };
}
