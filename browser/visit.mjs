// One page in one language: looked at in both themes and all widths, walked by keyboard, its markup kept for the checker.
import { ALL_RULES, accessibilityFaults, onlyRules, prepare } from './accessibility.mjs';
import { keyboardFaults, skipLinkFaults } from './keyboard.mjs';
import { layoutFaults } from './layout.mjs';
import { TOKEN } from './server.mjs';
import { watch } from './traffic.mjs';
import { HEIGHT, THEMES, WIDTHS, viewName } from './views.mjs';

/** Axe's rules that another theme, or another width, can break. */
const RULES_OF_THEME = onlyRules('color-contrast', 'link-in-text-block');
const RULES_OF_WIDTH = onlyRules('target-size', 'scrollable-region-focusable');

/** A context of its own for one visitor: nothing of one page reaches another. */
export async function visitor(browser, address, language, options = {}) {
  const context = await browser.newContext({ locale: language, viewport: { width: WIDTHS.wide, height: HEIGHT }, ...options });
  await context.addCookies([{ name: 'isnad_language', value: language, url: address }]);
  return context;
}

/** Visits `page` ({name, path}); tells faults to `findings` and gives the markup that the server sent. */
export async function visit(browser, server, page, language, findings) {
  const extraHTTPHeaders = server.isGuarded && !page.isOpen ? { authorization: `Bearer ${TOKEN}` } : {};
  const context = await visitor(browser, server.address, language, { extraHTTPHeaders, colorScheme: 'light' });
  try {
    const tab = await context.newPage();
    watch(tab, server.address, (what) => findings.add(page.name, language, what));
    const response = await tab.goto(server.address + page.path);
    const text = await response.text();
    if (page.isRefusal ? response.status() < 400 : response.status() !== 200) {
      findings.add(page.name, language, `answers ${response.status()}`);
    }
    if (!response.headers()['content-security-policy']) findings.add(page.name, language, 'has no content security policy');
    await prepare(tab);
    // what is folded away is looked at too
    await tab.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    for (const theme of THEMES) {
      await tab.emulateMedia({ colorScheme: theme });
      for (const [size, width] of Object.entries(WIDTHS)) {
        await tab.setViewportSize({ width, height: HEIGHT });
        const view = viewName(language, theme, width);
        const tell = (what) => findings.add(page.name, view, what);
        (await tab.evaluate(layoutFaults)).forEach(tell);
        for (const rules of rulesFor(theme, size)) (await accessibilityFaults(tab, rules)).forEach(tell);
      }
    }
    await walk(tab, (what) => findings.add(page.name, viewName(language, 'light', WIDTHS.wide), what));
    return { name: page.name, text, extension: 'html' };
  } finally {
    await context.close();
  }
}

/** The runs of axe in a view: all rules in the first, afterwards only those that can differ. */
function rulesFor(theme, size) {
  if (size !== 'wide' && size !== 'phone') return [];
  if (theme === 'light') return size === 'wide' ? [ALL_RULES] : [RULES_OF_WIDTH];
  return size === 'wide' ? [RULES_OF_THEME] : [];
}

async function walk(tab, tell) {
  await tab.emulateMedia({ colorScheme: 'light' });
  await tab.setViewportSize({ width: WIDTHS.wide, height: HEIGHT });
  await tab.reload();
  (await skipLinkFaults(tab)).forEach(tell);
  await tab.reload();
  (await keyboardFaults(tab)).forEach(tell);
}
