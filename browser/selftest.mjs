// `node --test selftest.mjs`: the checks find what they are for, and nothing on a page without faults.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityFaults, ALL_RULES, prepare } from './accessibility.mjs';
import { launch } from './chromium.mjs';
import { keyboardFaults, skipLinkFaults } from './keyboard.mjs';
import { layoutFaults } from './layout.mjs';
import { markupFaults } from './markup.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

const FRAME = (body, style = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title><style>
body { margin: 0; font: 16px/1.5 sans-serif } .skip { position: absolute; top: -9rem } .skip:focus { top: 0 }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
:focus-visible { outline: 3px solid } ${style}</style></head><body><a class="skip" href="#main">Skip to content</a>
<main id="main"><h1>Heading</h1>${body}</main></body></html>`;

async function look(html, work) {
  const tab = await browser.newPage({ viewport: { width: 390, height: 600 } });
  try {
    await tab.setContent(html);
    return await work(tab);
  } finally {
    await tab.close();
  }
}

const layout = (body, style) => look(FRAME(body, style), (tab) => tab.evaluate(layoutFaults));
const keyboard = (body, style) => look(FRAME(body, style), keyboardFaults);

test('a page without faults has none', async () => {
  const body = '<p>Some words <a href="#a">and a link</a></p><span class="vh">for screen readers only, and long enough to be cut</span>';
  assert.deepEqual(await layout(body), []);
  assert.deepEqual(await keyboard(body), []);
  assert.deepEqual(await look(FRAME(body), skipLinkFaults), []);
});

for (const [name, body, style, expected] of [
  ['a page that scrolls sideways', '<div class="x">words</div>', '.x { width: 500px }', 'scrolls sideways'],
  ['text over text', '<p>one</p><p class="x">two</p>', '.x { margin-top: -2.4rem }', 'text over text'],
  ['text that is cut off', '<p class="x">many words that do not fit</p>', '.x { width: 60px; overflow: hidden; white-space: nowrap }', 'cut off'],
  ['a placeholder that is cut off', '<input class="x" placeholder="many words that do not fit">', '.x { width: 60px }', 'placeholder'],
  ['small text in a picture', '<svg width="50" height="50" viewBox="0 0 100 100"><text y="50" font-size="16">hi</text></svg>', '', 'in a picture'],
]) {
  test(`${name} is found`, async () => {
    const faults = await layout(body, style);
    assert.ok(faults.some((fault) => fault.includes(expected)), faults.join('\n'));
  });
}

for (const [name, body, style, expected] of [
  ['a focus that does not show', '<a href="#a">a</a>', '#main a { outline: none }', 'shows no focus'],
  ['a control that Tab does not reach', '<a href="#a">a</a><button tabindex="-1">b</button><a href="#c" inert>c</a>', '', 'not reached'],
  ['an order of its own', '<a href="#a" tabindex="2">a</a><a href="#b" tabindex="1">b</a>', '', 'out of order'],
]) {
  test(`${name} is found`, async () => {
    const faults = await keyboard(body, style);
    assert.ok(faults.some((fault) => fault.includes(expected)), faults.join('\n'));
  });
}

test('a skip link that leads nowhere is found', async () => {
  const html = FRAME('<a href="#a">a</a>').replace('href="#main"', 'href="#a"');
  assert.match((await look(html, skipLinkFaults)).join(), /leads to #a/);
});

test('axe runs and finds grey on white', async () => {
  const faults = await look(FRAME('<p class="x">pale</p>', '.x { color: #ccc; background: #fff }'), async (tab) => {
    await prepare(tab);
    return accessibilityFaults(tab, ALL_RULES);
  });
  assert.ok(faults.some((fault) => fault.includes('color-contrast (serious)')), faults.join('\n'));
});

test('the checker of markup finds faults of HTML, of SVG inside it and of CSS, under the name of the document', async () => {
  const page = (body) => `<!doctype html><html lang="en"><head><title>t</title></head><body>${body}</body></html>`;
  const faults = await markupFaults([
    { name: 'good', text: page('<p>words</p>'), extension: 'html' },
    { name: 'bad', text: page('<p><div>words</div></p>'), extension: 'html' },
    { name: 'picture', text: page('<svg><rect wide="1"/></svg>'), extension: 'html' },
    { name: 'style', text: 'p { colour: red }', extension: 'css' },
  ]);
  const names = new Set(faults.map(([name]) => name));
  assert.deepEqual([...names].sort(), ['bad', 'picture', 'style']);
});
