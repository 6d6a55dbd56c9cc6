import { renderUnicodeCompact } from 'uqr';
import { prankCommand } from '../../../lib/text/shell-command.ts';
import { printable } from '../../../lib/text/text.ts';
import type { TerminalStyle } from '../../terminal/style.ts';
import type { CommandData } from '../json/schemas.ts';

type Served = CommandData<'serve'>;

/** How the QR code is drawn; null = not at all, because the output is no terminal. */
export type QrStyle = TerminalStyle | null;

/** Where the server is, and what the organizer has to pass on. */
export function renderServed(served: Served, isRunningElsewhere: boolean, qr: QrStyle): string {
  const { url, organizer, https } = served;
  return [
    isRunningElsewhere ? `The server at ${url} runs already.` : `Serving ${url}`,
    ...(isRunningElsewhere
      ? []
      : [`Who is in: ${organizer}. Sign in there with the owner's key, which is ARGILLA_API_KEY in .env.`]),
    ...(https === null ? [] : renderCertificate(https)),
    ...renderRaters(served),
    ...renderInvitation(served, qr),
    ...(isRunningElsewhere ? [] : ['Stop with Ctrl-C.']),
  ]
    .filter((line, index, lines) => line !== '' || (lines[index + 1] ?? '') !== '')
    .join('\n');
}

function renderCertificate({ self_made: isSelfMade, fingerprint }: NonNullable<Served['https']>): string[] {
  return [
    ...(isSelfMade ? ['The certificate is self-made: browsers warn once. It is the right one if they show this:'] : []),
    `SHA-256 of the certificate: ${fingerprint}`,
  ];
}

function renderRaters({ raters }: Served): string[] {
  const made = raters.filter(({ password }) => password !== null);
  const width = Math.max(0, ...made.map(({ username }) => printable(username).length));
  const kept = raters.filter(({ password }) => password === null).map(({ username }) => username);
  return [
    ...(made.length === 0 ? [] : ['', 'Passwords, shown only this once:']),
    ...made.map(({ username, password }) => `  ${printable(username).padEnd(width)}  ${password ?? ''}`),
    ...kept.map(
      (name) =>
        `${printable(name)} has an account and keeps the password. For a new one: ${prankCommand('serve', '--new-password', name)}`,
    ),
    ...(raters.length === 0 ? [] : ['']),
  ];
}

function renderInvitation({ invitation }: Served, qr: QrStyle): string[] {
  if (invitation === null) return [];
  const { link, limit, until } = invitation;
  const limits = [
    ...(limit === null ? [] : [`for ${limit} ${limit === 1 ? 'person' : 'people'}`]),
    ...(until === null ? [] : [`until ${new Date(until).toLocaleString('sv').slice(0, 16)}`]),
  ].join(', ');
  return [
    '',
    `People join by this link${limits === '' ? '' : ` (${limits})`}:`,
    `  ${link}`,
    ...(qr === null ? [] : renderQrCode(link, qr)),
    '',
  ];
}

/** Nothing if the terminal is too narrow or has no block characters. */
function renderQrCode(link: string, { width, unicode, paint }: TerminalStyle): string[] {
  const lines = renderUnicodeCompact(link, { border: 2 }).split('\n');
  if (!unicode || lines.some((line) => line.length > width)) return [];
  // Light on dark, whatever the terminal's colors are.
  return ['', ...lines.map((line) => paint.bgBlack.whiteBright(line))];
}
