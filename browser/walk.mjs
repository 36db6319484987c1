// `node walk.mjs PATH_TO_ISNAD`: walks every page of the reader in Chromium; prints what is wrong and fails.
import { launch } from './chromium.mjs';
import { Findings } from './findings.mjs';
import { formFaults } from './forms.mjs';
import { keyFaults } from './keys.mjs';
import { markupFaults } from './markup.mjs';
import { EMPTY_PAGES, SAVED_PAGE, demoPages } from './pages.mjs';
import { demo, emptyDesk } from './server.mjs';
import { themeFaults } from './theme.mjs';
import { LANGUAGES, THEMES, WIDTHS } from './views.mjs';
import { visit } from './visit.mjs';

/** Pages walked at the same time. */
const AT_ONCE = 3;

const binary = process.argv[2];
if (!binary) {
  console.error('usage: node walk.mjs PATH_TO_ISNAD');
  process.exit(2);
}
const findings = new Findings();
const started = Date.now();
const servers = [];
let browser;
try {
  const [sample, desk] = await Promise.all([demo(binary), emptyDesk(binary)]);
  servers.push(sample, desk);
  browser = await launch();
  const pages = [
    ...(await demoPages(sample.address)).map((page) => ({ page, server: sample })),
    ...EMPTY_PAGES.map((page) => ({ page, server: desk })),
  ];
  const visits = pages.flatMap((one) => LANGUAGES.map((language) => ({ ...one, language })));
  const documents = [];
  await aFewAtOnce(visits, async ({ page, server, language }) => {
    documents.push(await visit(browser, server, page, language, findings));
  });
  await formFaults(browser, sample, desk, (name, what) => findings.add(name, 'without script', what));
  await aFewAtOnce(LANGUAGES, async (language) => {
    documents.push(await visit(browser, sample, SAVED_PAGE, language, findings));
  });
  const story = pages.find(({ page }) => page.name === 'story of the day').page;
  await keyFaults(browser, sample, story.path, (name, what) => findings.add(name, 'ar', what));
  for (const what of await themeFaults(browser, sample, documents)) findings.add('theme', 'both', what);
  for (const [name, what] of await markupFaults(documents)) findings.add(name, 'as sent', what);
  const views = visits.length * THEMES.length * Object.keys(WIDTHS).length;
  console.log(`${pages.length} pages, ${views} views, ${((Date.now() - started) / 1000).toFixed(0)} s`);
} finally {
  await browser?.close();
  await Promise.all(servers.map((server) => server.stop()));
}
findings.lines().forEach((line) => console.error(line));
if (findings.count > 0) {
  console.error(`${findings.count} faults`);
  process.exit(1);
}

/** Works through `list`; a visit that fails ends the walk. */
async function aFewAtOnce(list, work) {
  const waiting = [...list];
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
