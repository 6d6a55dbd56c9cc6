import { type Answer, empty } from '../http/exchange.ts';

/** The whole content with 200, the requested part with 206, or 416. Only one range. */
export function cutRange(content: Buffer, range: string | undefined, headers: Answer['headers']): Answer {
  const common = { ...headers, 'accept-ranges': 'bytes' };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/u.exec(range ?? '') ?? [];
  if (first === '' && last === '') return { status: 200, headers: common, body: content };
  const start = first === '' ? Math.max(0, content.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? content.length - 1 : Math.min(Number(last), content.length - 1);
  if (start > end) return empty(416, { ...common, 'content-range': `bytes */${content.length}` });
  const body = content.subarray(start, end + 1);
  return { status: 206, headers: { ...common, 'content-range': `bytes ${start}-${end}/${content.length}` }, body };
}
