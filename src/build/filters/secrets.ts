import { type Detector, when, whole } from './detector.ts';

/** Tokens as their makers document them. Secrets without a fixed form, such as a bare password, look like any word. */
const tokens = [
  'hf_[A-Za-z0-9]{30,60}', // Hugging Face
  'gh[pousr]_[A-Za-z0-9]{36,255}', // GitHub
  String.raw`github_pat_\w{22,255}`,
  String.raw`glpat-[\w-]{20,64}`, // GitLab
  'npm_[A-Za-z0-9]{36}',
  String.raw`pypi-AgE[\w-]{50,250}`,
  'xox[abeoprs]-[A-Za-z0-9-]{10,200}', // Slack
  'xapp-[A-Za-z0-9-]{20,200}',
  'A(?:KI|SI)A[A-Z0-9]{16}', // AWS
  String.raw`AIza[\w-]{35}`, // Google
  '[rs]k_(?:live|test)_[A-Za-z0-9]{16,128}', // Stripe
  'gsk_[A-Za-z0-9]{40,80}', // Groq
  'r8_[A-Za-z0-9]{37}', // Replicate
  'dop_v1_[a-f0-9]{64}', // DigitalOcean
  'shpat_[a-fA-F0-9]{32}', // Shopify
  String.raw`SG\.[\w-]{22}\.[\w-]{43}`, // SendGrid
  String.raw`\d{8,10}:AA[\w-]{33}`, // Telegram
  String.raw`eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000}`, // JSON Web Token
];

export const secretDetectors: readonly Detector[] = [
  {
    type: 'KEY',
    // A header alone may be just a question about keys. Each attempt stops at the next five dashes, to stay linear.
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[^-]|-(?!----)){1,20000}-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?:\s{1,8}[\w+/=]{40,80}){1,200})/gu,
    accept: whole,
  },
  { type: 'KEY', pattern: new RegExp(`(?<![\\w-])(?:${tokens.join('|')})(?![\\w-])`, 'gu'), accept: whole },
  {
    type: 'KEY',
    // OpenAI, Anthropic and later ones. Names of CSS classes begin the same way, but are made of words.
    pattern: /(?<![\w-])sk-[\w-]{20,250}(?![\w-])/gu,
    accept: when((match) => match.split(/[_-]/u).some((part) => part.length >= 16 && /\d/u.test(part))),
  },
  {
    type: 'PASSWORD',
    needs: '@',
    // user:password in a URL; the rest of the URL stays.
    pattern: /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/:@"'<>]{0,100}:[^\s/:@"'<>]{1,100}(?=@)/giu,
    accept: whole,
  },
];
