import { useState } from 'preact/hooks';

/** Copies a text. Browsers allow that only with HTTPS or on the same machine; otherwise there is no button. */
export function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  // Absent without HTTPS, whatever its type says.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) return null;
  const copy = async (): Promise<void> => {
    await clipboard.writeText(text).then(
      () => setCopied(true),
      // Forbidden by the person. The text can still be selected.
      () => setCopied(false),
    );
  };
  return (
    <button class="quiet" type="button" aria-live="polite" onClick={() => void copy()}>
      {isCopied ? 'Copied' : 'Copy'}
    </button>
  );
}
