import { type Browser, chromium } from 'playwright-core';

// Needs Chromium on this machine; CHROMIUM can name another one.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const noUpdates = ['--disable-component-update', '--disable-sync'];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...noUpdates] });
}
