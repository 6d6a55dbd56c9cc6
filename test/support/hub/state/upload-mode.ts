import { makeRegularFile, type StoredFile } from './git-objects.ts';

const maxRegularBytes = 10 * 1024 * 1024;

const largeNames = (
  '*.7z *.arrow *.bin *.bz2 *.ckpt *.ftz *.gz *.h5 *.joblib *.lfs.* *.model *.msgpack *.npy *.npz *.onnx *.ot ' +
  '*.parquet *.pb *.pickle *.pkl *.pt *.pth *.rar *.safetensors saved_model/**/* *.tar.* *.tar *.tflite *.tgz *.wasm ' +
  '*.xz *.zip *.zst *tfevents*'
).split(' ');
const largeMedia = '*.pcm *.wav *.flac *.mp3 *.ogg *.bmp *.gif *.png *.tiff *.jpg *.jpeg *.webp *.mp4 *.webm'.split(
  ' ',
);

/** The .gitattributes of the first commit. Only datasets also list media. */
export function firstGitAttributes(type: 'model' | 'dataset' | 'space'): StoredFile {
  const names = type === 'dataset' ? [...largeNames, ...largeMedia] : largeNames;
  return makeRegularFile(Buffer.from(names.map((name) => `${name} filter=lfs diff=lfs merge=lfs -text\n`).join('')));
}

/** How a file must be sent. `attributes` is the text of .gitattributes, `sample` the first bytes of the file. */
export function uploadMode(path: string, size: number, sample: Buffer, attributes: string): 'regular' | 'lfs' {
  let mode: 'regular' | 'lfs' = size > maxRegularBytes || sample.includes(0) ? 'lfs' : 'regular';
  for (const line of attributes.split('\n')) {
    const [pattern, ...marks] = line.trim().split(/\s+/u);
    if (pattern === undefined || pattern === '' || pattern.startsWith('#') || !matchesGlob(path, pattern)) continue;
    if (marks.includes('filter=lfs')) mode = 'lfs';
    if ((marks.includes('-filter') || marks.includes('!filter')) && size <= maxRegularBytes) mode = 'regular';
  }
  return mode;
}

/** Whether git itself refuses the bytes: binary files, and anything above 10 MB. */
export function isTooHeavy(content: Buffer): boolean {
  return content.length > maxRegularBytes || content.subarray(0, 8000).includes(0);
}

/** `ignore` is the text of .gitignore. The last matching line decides. */
export function isIgnored(path: string, ignore: string): boolean {
  let ignored = false;
  for (const line of ignore.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const pattern = line.replace(/^!/u, '').replace(/^\//u, '').replace(/\/$/u, '/**');
    if (matchesGlob(path, pattern) || matchesGlob(path, `**/${pattern}`)) ignored = !line.startsWith('!');
  }
  return ignored;
}

/** A pattern without a slash matches the file's name in any folder. */
function matchesGlob(path: string, pattern: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`).replaceAll(/\*\*\/|\*\*|\*|\?/gu, (glob) => {
    if (glob === '**/') return '(?:.*/)?';
    if (glob === '**') return '.*';
    return glob === '*' ? '[^/]*' : '[^/]';
  });
  return new RegExp(`^${source}$`, 'u').test(pattern.includes('/') ? path : name);
}
