export type Sqlite = string | number | null;

/** What a unit of work can do with the database. All its statements run in one transaction. */
export interface Tx {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a row is what its SELECT says.
  get<Row>(sql: string, ...values: Sqlite[]): Row | undefined;
  all<Row>(sql: string, ...values: Sqlite[]): Row[];
  /** Returns how many rows changed. */
  run(sql: string, ...values: Sqlite[]): number;
  /** A new time, later than any other this database has returned. Only in writing transactions. */
  now(): string;
  newId(): string;
}
