import type { Filter, Order, Scope } from '../bodies/search.ts';
import type { Sqlite } from '../storage/store.ts';

/** A piece of SQL with the values of its placeholders. */
export interface Sql {
  text: string;
  values: Sqlite[];
}

/**
 * The values of a scope as a subquery with one column `value`, correlated to `records`. Names are bound as values,
 * never put into the SQL text. With `userId`, only this user's answers count.
 */
function valuesOf(scope: Scope, userId: string | undefined): Sql {
  switch (scope.entity) {
    case 'record':
      return { text: `SELECT records.${scope.property} AS value`, values: [] };
    case 'metadata':
      return {
        text: `SELECT item.value FROM json_each(records.metadata) AS member,
          json_each(CASE member.type WHEN 'array' THEN member.value ELSE json_array(member.value) END) AS item
          WHERE member.key = ?`,
        values: [scope.metadata_property],
      };
    case 'response':
      return {
        text: `SELECT item.value FROM responses AS r, json_each(r.answers) AS answer,
          json_each(CASE json_type(answer.value, '$.value') WHEN 'array' THEN json_extract(answer.value, '$.value')
            ELSE json_array(json_extract(answer.value, '$.value')) END) AS item
          WHERE r.record_id = records.id AND answer.key = ?${userId === undefined ? '' : ' AND r.user_id = ?'}`,
        values: [scope.question ?? '', ...(userId === undefined ? [] : [userId])],
      };
    case 'suggestion':
      return suggestionValues(scope.question, scope.property ?? 'value');
  }
}

function suggestionValues(question: string, property: 'value' | 'score' | 'agent' | 'type'): Sql {
  const from = `FROM suggestions AS s JOIN questions AS q ON q.id = s.question_id`;
  const where = 'WHERE s.record_id = records.id AND q.name = ?';
  if (property === 'agent' || property === 'type') {
    return { text: `SELECT s.${property} AS value ${from} ${where}`, values: [question] };
  }
  const listed = `CASE json_type(s.${property}) WHEN 'array' THEN s.${property} ELSE json_array(json(s.${property})) END`;
  return { text: `SELECT item.value ${from}, json_each(${listed}) AS item ${where}`, values: [question] };
}

/** One filter as an SQL condition on `records`. */
export function filterSql(filter: Filter, userId: string | undefined): Sql {
  const { scope } = filter;
  if (scope.entity === 'response' && typeof scope.question !== 'string') {
    return responseStatusSql(filter.type === 'terms' ? filter.values : [], userId);
  }
  if (scope.entity === 'record' && filter.type === 'terms') {
    // All properties of a record are text, and this form can use an index.
    const places = filter.values.map(() => '?').join(', ');
    return { text: `records.${scope.property} IN (${places})`, values: [...filter.values] };
  }
  const found = valuesOf(scope, userId);
  if (filter.type === 'terms') {
    // Numbers are also compared as text, because the terms arrive as text.
    const places = filter.values.map(() => '?').join(', ');
    const text = `EXISTS (SELECT 1 FROM (${found.text}) WHERE CAST(value AS TEXT) IN (${places}))`;
    return { text, values: [...found.values, ...filter.values] };
  }
  const isText = scope.entity === 'record';
  const bounds = [
    { sign: '>=', bound: filter.ge },
    { sign: '<=', bound: filter.le },
  ].filter((one) => one.bound !== null);
  const conditions = bounds.map(({ sign }) => `value ${sign} ?`).join(' AND ');
  const limits = bounds.map(({ bound }) => (isText ? String(bound) : toNumber(bound)));
  return { text: `EXISTS (SELECT 1 FROM (${found.text}) WHERE ${conditions})`, values: [...found.values, ...limits] };
}

function toNumber(bound: string | number | null): Sqlite {
  const number = Number(bound);
  return Number.isNaN(number) ? bound : number;
}

/** `pending` = nobody has answered; with `userId`, this user has not. */
function responseStatusSql(statuses: string[], userId: string | undefined): Sql {
  const mine = userId === undefined ? '' : ' AND r.user_id = ?';
  const user = userId === undefined ? [] : [userId];
  const parts: Sql[] = [];
  if (statuses.includes('pending')) {
    parts.push({
      text: `NOT EXISTS (SELECT 1 FROM responses AS r WHERE r.record_id = records.id${mine})`,
      values: user,
    });
  }
  const given = statuses.filter((status) => status !== 'pending');
  if (given.length > 0) {
    const places = given.map(() => '?').join(', ');
    const text = `EXISTS (SELECT 1 FROM responses AS r WHERE r.record_id = records.id${mine} AND r.status IN (${places}))`;
    parts.push({ text, values: [...user, ...given] });
  }
  return { text: `(${parts.map(({ text }) => text).join(' OR ')})`, values: parts.flatMap(({ values }) => values) };
}

/**
 * ORDER BY terms. Records without the value come last, ties in order of insertion. `seq` is the column with the order
 * of insertion.
 */
export function orderSql(sort: Order[], userId: string | undefined, seq: 'records.seq' | 'mine.record_seq'): Sql {
  const parts = sort.map(({ scope, order }): Sql => {
    if (scope.entity === 'record' && scope.property === 'inserted_at') {
      // No two records have the same time, and this form can use an index.
      return { text: `${seq} ${order.toUpperCase()}`, values: [] };
    }
    const pick = order === 'asc' ? 'min' : 'max';
    const found =
      scope.entity === 'response' && typeof scope.question !== 'string'
        ? { text: 'SELECT NULL AS value', values: [] }
        : valuesOf(scope, userId);
    const value = `(SELECT ${pick}(value) FROM (${found.text}))`;
    return { text: `${value} IS NULL, ${value} ${order.toUpperCase()}`, values: [...found.values, ...found.values] };
  });
  return {
    text: [...parts.map(({ text }) => text), seq].join(', '),
    values: parts.flatMap(({ values }) => values),
  };
}
