import { z } from 'zod';
import type { Connection } from './connection.ts';
import { createOnce } from './create-once.ts';
import { promptField } from './settings.ts';
import { type ArgillaResponse, wireRecord, wireResponse } from './wire.ts';

export interface OpenRecord {
  id: string;
  externalId: string | null;
  prompt: string;
}

const wireFound = z.object({ items: z.array(z.object({ record: wireRecord })) });

/** Unfinished records that the key's user has not answered, requested like the rating page does. */
export async function listOpenRecords(connection: Connection, datasetId: string, limit: number): Promise<OpenRecord[]> {
  const { items } = await connection.request({
    method: 'POST',
    path: `/me/datasets/${datasetId}/records/search`,
    query: { offset: 0, limit },
    body: { filters: { and: [isPending('response'), isPending('record')] } },
    schema: wireFound,
    repeatable: true,
  });
  return items.map(({ record }) => ({
    id: record.id,
    externalId: record.externalId,
    prompt: String(record.fields[promptField]),
  }));
}

function isPending(entity: 'response' | 'record'): object {
  return { type: 'terms', scope: { entity, property: 'status' }, values: ['pending'] };
}

export type Answer = { status: 'submitted'; values: Record<string, { value: number }> } | { status: 'discarded' };

/** Answers one record as the key's user. `values` is never null: the server would store that and fail on it later. */
export async function createResponse(
  connection: Connection,
  recordId: string,
  answer: Answer,
): Promise<ArgillaResponse> {
  const body = { values: {}, ...answer };
  return createOnce(
    () => connection.request({ method: 'POST', path: `/records/${recordId}/responses`, body, schema: wireResponse }),
    () => findOwnResponse(connection, recordId),
  );
}

async function findOwnResponse(connection: Connection, recordId: string): Promise<ArgillaResponse | undefined> {
  const { id: me } = await connection.request({ method: 'GET', path: '/me', schema: z.object({ id: z.string() }) });
  const record = await connection.request({ method: 'GET', path: `/records/${recordId}`, schema: wireRecord });
  return record.responses?.find(({ userId }) => userId === me);
}
