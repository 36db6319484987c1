// The keys of the reader, by their places on the keyboard, so that an Arabic layout has them too.
import { visitor } from './visit.mjs';

/** Faults of the keys, told as (page, what). */
export async function keyFaults(browser, sample, chainPath, tell) {
  const context = await visitor(browser, sample.address, 'ar', { colorScheme: 'light' });
  const tab = await context.newPage();
  tab.setDefaultTimeout(10_000);
  const expect = (isTrue, what) => isTrue || tell('keys', what);
  try {
    await stepping(tab, sample, expect);
    await searchingAndListing(tab, sample, expect);
    await onAStory(tab, sample, chainPath, expect);
    await inTheDark(tab, sample, expect);
  } catch (error) {
    tell('keys', `${error.message.split('\n')[0]} at ${tab.url()}`);
  } finally {
    await context.close();
  }
}

/** The address that the focused link leads to. */
const focused = (tab) => tab.evaluate(() => document.activeElement.getAttribute('href'));

async function stepping(tab, { address }, expect) {
  await tab.goto(address);
  const stories = await tab.locator('.story h2 a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  await tab.keyboard.press('j');
  expect((await focused(tab)) === stories[0], 'j does not go to the first story');
  await tab.keyboard.press('j');
  expect((await focused(tab)) === stories[1], 'j does not go to the next story');
  await tab.keyboard.press('k');
  expect((await focused(tab)) === stories[0], 'k does not go back');
  // as an Arabic layout sends it
  await tab.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyJ', key: 'ت', bubbles: true })));
  expect((await focused(tab)) === stories[1], 'the key of j under an Arabic layout does nothing');
  await tab.keyboard.press('Control+k');
  expect((await focused(tab)) === stories[1], 'a key with Control is taken');
  await Promise.all([tab.waitForURL(`**${stories[1]}`), tab.keyboard.press('o')]);
}

async function searchingAndListing(tab, { address }, expect) {
  await tab.goto(address);
  await tab.keyboard.press('?');
  const list = tab.locator('#keys');
  expect(await list.isVisible(), '? does not list the keys');
  await tab.keyboard.press('Escape');
  expect(!(await list.isVisible()), 'Escape does not close the list of keys');
  await tab.keyboard.press('/');
  await tab.keyboard.type('jk');
  expect((await tab.inputValue('input[type="search"]')) === 'jk', 'letters typed into the search box are taken for keys');
}

async function onAStory(tab, { address }, path, expect) {
  await tab.goto(address + path);
  await tab.keyboard.press('c');
  // asked of the page: the tab hears of a new hash a little later
  expect((await tab.evaluate(() => location.hash)) === '#chain', 'c does not lead to the chain');
  const open = () => tab.locator('details.folded[open]').count();
  const before = await open();
  await tab.keyboard.press('f');
  const after = await open();
  expect(before !== after, 'f unfolds no copies');
  await tab.keyboard.press('j');
  await tab.keyboard.press('Enter');
  await tab.waitForURL('**/article/*');
  await Promise.all([tab.waitForURL(`**${path}`), tab.keyboard.press('u')]);
}

async function inTheDark(tab, { address }, expect) {
  await tab.goto(address);
  for (const theme of ['dark', 'light']) {
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('d')]);
    expect((await tab.locator(`html[data-theme="${theme}"]`).count()) === 1, `d does not make the page ${theme}`);
  }
}
