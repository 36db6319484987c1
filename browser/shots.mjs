// `node shots.mjs PATH_TO_ISNAD FOLDER`: pictures of the reader over the sample, named like the mock-ups' and made small.
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launch } from './chromium.mjs';
import { demoPages } from './pages.mjs';
import { demo } from './server.mjs';
import { HEIGHT, WIDTHS } from './views.mjs';
import { visitor } from './visit.mjs';

/** Name of the picture, name of the page, and how it is looked at: Arabic, light and wide unless said otherwise. */
const SHOTS = [
  ['front-wide', 'front', {}],
  ['front-phone', 'front', { size: 'phone' }],
  ['front-dark', 'front', { theme: 'dark' }],
  ['front-en-wide', 'front', { language: 'en' }],
  ['front-en-phone', 'front', { language: 'en', size: 'phone' }],
  ['story-wide', 'story of the day', {}],
  ['story-phone', 'story of the day', { size: 'phone' }],
  ['story-dark', 'story of the day', { theme: 'dark' }],
  ['story-en-wide', 'story of the day', { language: 'en' }],
  ['article-wide', 'article with repairs', {}],
  ['article-phone', 'article with repairs', { size: 'phone' }],
  ['article-en-dark', 'article in English', { language: 'en', theme: 'dark' }],
  ['diff-wide', 'what was changed', {}],
  ['diff-phone', 'what was changed', { size: 'phone' }],
  ['search-wide', 'search with hits', {}],
  ['search-phone', 'search with hits', { size: 'phone' }],
  ['sources-wide', 'sources', {}],
  ['sources-phone', 'sources', { size: 'phone' }],
  ['sources-en-wide', 'sources', { language: 'en' }],
];

const [binary, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node shots.mjs PATH_TO_ISNAD FOLDER');
  process.exit(2);
}

await mkdir(folder, { recursive: true });
for (const old of await readdir(folder)) if (old.endsWith('.png')) await rm(join(folder, old));
const server = await demo(binary);
const browser = await launch();
try {
  const pages = await demoPages(server.address);
  for (const shot of SHOTS) await take(pages, ...shot);
} finally {
  await browser.close();
  await server.stop();
}
const files = (await readdir(folder)).filter((name) => name.endsWith('.png')).map((name) => join(folder, name));
await promisify(execFile)('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', '64', '--', ...files]);
console.log(`${files.length} pictures in ${folder}`);

async function take(pages, name, pageName, { language = 'ar', theme = 'light', size = 'wide' }) {
  const page = pages.find((one) => one.name === pageName);
  const viewport = { width: WIDTHS[size], height: HEIGHT };
  const context = await visitor(browser, server.address, language, { viewport, colorScheme: theme });
  try {
    const tab = await context.newPage();
    await tab.goto(server.address + page.path);
    await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  } finally {
    await context.close();
  }
}
