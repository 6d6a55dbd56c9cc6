import { secretForms } from '../../lib/secrets/redact.ts';

/** A line for the log that shows a note on the page of the run. */
export function renderAnnotation(level: 'error' | 'warning', title: string, message: string): string {
  return `::${level} title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

/** Lines that make the runner hide a value from now on, in every form that it may take. */
export function renderMasks(secret: string): string {
  return secretForms(secret)
    .flatMap((form) => form.split(/\r?\n/u))
    .filter((line) => line.trim() !== '')
    .map((line) => `::add-mask::${escapeData(line)}\n`)
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
