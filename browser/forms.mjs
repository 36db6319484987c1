// Every form and setting with script switched off: searching, language, theme, logging in, and a source's whole life.
import { feed } from './feed.mjs';
import { TOKEN } from './server.mjs';
import { visitor } from './visit.mjs';

/** Tells faults as (page, what). Each walk has a visitor of its own. */
export async function formFaults(browser, sample, desk, tell) {
  const noScript = { javaScriptEnabled: false };
  const walks = [
    ['search', sample, searching],
    ['language', sample, changingLanguage],
    ['theme', sample, changingTheme],
    ['marks', sample, marking],
    ['saved searches', sample, savingASearch],
    ['corrections', sample, correcting],
    ['login', desk, loggingIn],
    ['sources', desk, keepingSources],
  ];
  for (const [name, server, walk] of walks) {
    const context = await visitor(browser, server.address, 'ar', noScript);
    const tab = await context.newPage();
    tab.setDefaultTimeout(10_000);
    const expect = (isTrue, what) => isTrue || tell(name, what);
    try {
      await walk(tab, server, expect);
    } catch (error) {
      tell(name, `${error.message.split('\n')[0]} at ${tab.url()}`);
    } finally {
      await context.close();
    }
  }
}

async function searching(tab, server, expect) {
  await tab.goto(server.address);
  await tab.fill('form[role="search"] input[name="q"]', 'الجسر');
  await tab.click('form[role="search"] button');
  const hits = await tab.locator('.hits > li').count();
  expect(hits > 0, 'the search box of the front page finds nothing');
  expect((await tab.inputValue('input[name="q"]')) === 'الجسر', 'the query is not kept in the box');
  const before = tab.url();
  await tab.locator('.facet a').first().click();
  expect(tab.url() !== before && (await tab.locator('.hits > li').count()) > 0, 'a facet leads to no hits');
  await tab.locator('.hits h2 a').first().click();
  expect(/\/article\/\d+$/.test(tab.url()), 'a hit does not lead to its article');
}

async function changingLanguage(tab, server, expect) {
  await tab.goto(`${server.address}/search?q=%D8%A7%D9%84%D8%AC%D8%B3%D8%B1`);
  const here = tab.url();
  await tab.locator('a[href^="/language/en"]').click();
  expect((await tab.locator('html[lang="en"][dir="ltr"]').count()) === 1, 'the page is not in English');
  expect(tab.url() === here, `changing the language leads to ${tab.url()}`);
  await tab.goto(server.address);
  expect((await tab.locator('html[lang="en"]').count()) === 1, 'the next page forgets the language');
  await tab.locator('a[href^="/language/ar"]').click();
  expect((await tab.locator('html[lang="ar"][dir="rtl"]').count()) === 1, 'the page is not in Arabic again');
}

async function changingTheme(tab, server, expect) {
  await tab.goto(server.address);
  for (const theme of ['dark', 'light']) {
    await tab.locator(`a[href^="/theme/${theme}"]`).click();
    expect((await tab.locator(`html[data-theme="${theme}"]`).count()) === 1, `the theme is not ${theme}`);
  }
  await tab.locator('a[href^="/theme/system"]').click();
  expect((await tab.locator('html[data-theme]').count()) === 0, 'the theme is not the one of the system again');
}

/** Leaves a star behind, for the look at what is saved. */
async function marking(tab, server, expect) {
  await tab.goto(`${server.address}/search?q=%D8%A7%D9%84%D8%AC%D8%B3%D8%B1`);
  const hit = () => tab.locator('.hits > li').first();
  const title = await hit().locator('h2').innerText();
  await hit().locator('button[value="read"]').click();
  expect((await tab.locator('.hits > li.read').count()) === 1, 'the text is not marked as read');
  await hit().locator('button[value="unread"]').click();
  expect((await tab.locator('.hits > li.read').count()) === 0, 'the text is still marked as read');
  await hit().locator('button[value="star"]').click();
  expect((await hit().locator('button[value="unstar"]').count()) === 1, 'the text has no star');
  await tab.goto(`${server.address}/saved`);
  expect((await tab.locator('#texts h2 a').allInnerTexts()).includes(title), 'the text with a star is not among the saved');
}

async function savingASearch(tab, server, expect) {
  const listed = () => tab.locator('#searches li').count();
  await tab.goto(`${server.address}/search?q=%D8%A7%D9%84%D8%AC%D8%B3%D8%B1`);
  await tab.click('form[action="/searches"] button');
  await tab.goto(`${server.address}/saved`);
  expect((await listed()) === 1, 'the search is not kept');
  await tab.click('#searches form button');
  await tab.goto(`${server.address}/saved`);
  expect((await listed()) === 0, 'the search is not forgotten');
}

/** Splits a text off a story and puts it back; merges two stories and parts them again. */
async function correcting(tab, server, expect) {
  await tab.goto(server.address);
  await tab.locator('.story h2 a').first().click();
  const story = tab.url();
  const texts = () => tab.locator('form[action$="/split"] [type="checkbox"]').count();
  const rows = () => tab.locator('#correct .kept li').count();
  const [before, decided] = [await texts(), await rows()];
  await tab.locator('details:has(form[action$="/split"]) > summary').click();
  await tab.locator('form[action$="/split"] [type="checkbox"]').last().check();
  await tab.click('form[action$="/split"] button');
  const own = tab.url().split('#')[0];
  expect(own !== story, 'a text that was split off is still in its story');
  await tab.goto(story);
  expect((await texts()) === before - 1, 'the story has not lost the text that was split off');
  await tab.locator('#correct form[action^="/decision/"] button').first().click();
  expect((await texts()) === before && (await rows()) === decided + 1, 'the split is not undone');

  await tab.goto(server.address);
  const other = await tab.locator('.story h2 a').nth(1).getAttribute('href');
  await tab.goto(story);
  await tab.locator('details:has(form[action$="/merge"]) > summary').click();
  await tab.fill('input[name="other"]', server.address + other);
  await tab.click('form[action$="/merge"] button');
  expect((await texts()) > before, 'the other story is not merged');
  await tab.locator('#correct form[action^="/decision/"] button').first().click();
  await tab.goto(story);
  expect((await texts()) === before, 'the merge is not undone');
}

async function logIn(tab, server, token) {
  await tab.fill('input[name="token"]', token);
  await tab.click('main form button');
}

async function loggingIn(tab, server, expect) {
  await tab.goto(`${server.address}/sources`);
  expect(new URL(tab.url()).pathname === '/login', 'a page opens without the token');
  await logIn(tab, server, 'a-wrong-token-of-length');
  expect((await tab.locator('[role="alert"]').count()) === 1, 'a wrong token is not told to be wrong');
  await logIn(tab, server, TOKEN);
  expect(new URL(tab.url()).pathname === '/sources', `after logging in one is at ${tab.url()}`);
}

async function keepingSources(tab, server, expect) {
  const outlet = await feed();
  try {
    await tab.goto(`${server.address}/sources`);
    await logIn(tab, server, TOKEN);
    await tab.fill('input[name="url"]', outlet.address);
    await tab.click('form[action="/sources"] button');
    const row = () => tab.locator('.feeds tbody tr').first();
    expect((await row().innerText()).includes('صحيفة الحي'), 'the source that was added is not listed');

    await row().locator('.manage summary').click();
    await row().locator('input[name="name"]').fill('جريدة الحي');
    await row().locator('form[action$="/rename"] button').click();
    expect((await row().innerText()).includes('جريدة الحي'), 'the source has not its new name');

    await row().locator('.manage summary').click();
    await row().locator('form[action$="/pause"] button').click();
    expect((await tab.locator('form[action$="/resume"]').count()) === 1, 'the source does not pause');
    await row().locator('.manage summary').click();
    await row().locator('form[action$="/resume"] button').click();
    expect((await tab.locator('form[action$="/pause"]').count()) === 1, 'the source does not go on');

    await arrives(tab, server, expect);
    await tab.goto(`${server.address}/sources`);
    await importing(tab, server, expect);
    const rows = tab.locator('.feeds tbody tr');
    for (let left = await rows.count(); left > 0; left -= 1) {
      await row().locator('.manage summary').click();
      await row().locator('form[action$="/delete"] button').click();
      expect((await rows.count()) === left - 1, 'a source that was deleted is still there');
    }
  } finally {
    await outlet.stop();
  }
}

/** A list of one more source goes in, and the list that comes out has both. */
async function importing(tab, server, expect) {
  const second = 'http://127.0.0.1:9/second.rss';
  const list = `<opml version="2.0"><body><outline type="rss" text="الثانية" xmlUrl="${second}"/></body></opml>`;
  await tab.locator('summary', { hasText: 'OPML' }).click();
  await tab.setInputFiles('input[type="file"]', { name: 'list.opml', mimeType: 'text/x-opml', buffer: Buffer.from(list) });
  await tab.click('form[action="/sources/opml"] button');
  expect((await tab.locator('.feeds tbody tr').count()) === 2, 'the source of the list is not there');
  const exported = await (await tab.request.get(`${server.address}/sources.opml`)).text();
  expect(exported.includes(second) && exported.includes('/feed.rss'), 'the list that is exported lacks a source');
}

/** The report of the feed stands on the front page, some seconds after the source was added. */
async function arrives(tab, server, expect) {
  const title = 'افتتاح مكتبة الحي بعد ترميمها';
  const patience = Date.now() + 20_000;
  while (Date.now() < patience) {
    await tab.goto(server.address);
    if ((await tab.getByText(title).count()) > 0) return;
    await tab.waitForTimeout(500);
  }
  expect(false, 'the report of the source never comes to the front page');
}
