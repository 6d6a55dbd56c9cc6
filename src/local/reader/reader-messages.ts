/** A request that the reader thread is to answer. */
export interface ReadRequest {
  method: 'GET' | 'POST';
  url: string;
  /** Those that say who asks, and the type of the body. */
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer> | null;
}

export interface ReadResponse {
  status: number;
  body: Uint8Array<ArrayBuffer>;
}
