// Chromium of the system, headless, with a profile that is empty and asks nobody anything.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the browser; `CHROMIUM` names one elsewhere. Playwright gives it a fresh profile and removes that again. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? KNOWN.find((path) => existsSync(path));
  if (!executablePath) throw new Error('no chromium; install it or name it in CHROMIUM');
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
