// The dark colours stand twice in the style sheet, for the system's wish and for the reader's own: they must be the same.
import { visitor } from './visit.mjs';

/** Every colour of the tokens as the page has them. Runs in the page. */
function tokens() {
  const style = getComputedStyle(document.documentElement);
  const names = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter((rule) => rule.selectorText === ':root').flatMap((rule) => [...rule.style]),
  );
  const own = names.filter((name) => name.startsWith('--'));
  return Object.fromEntries(own.map((name) => [name, style.getPropertyValue(name)]));
}

/** Faults of the two ways to each theme; also hands the style sheets on to be checked. */
export async function themeFaults(browser, server, documents) {
  const look = async (system, chosen) => {
    const context = await visitor(browser, server.address, 'ar', { colorScheme: system });
    try {
      if (chosen) await context.addCookies([{ name: 'isnad_theme', value: chosen, url: server.address }]);
      const tab = await context.newPage();
      await tab.goto(server.address);
      return await tab.evaluate(tokens);
    } finally {
      await context.close();
    }
  };
  const faults = [];
  const ways = { light: await look('light'), dark: await look('dark') };
  for (const [theme, other] of [['light', 'dark'], ['dark', 'light']]) {
    const chosen = await look(other, theme);
    for (const [name, value] of Object.entries(ways[theme])) {
      if (chosen[name] !== value) faults.push(`${name} is ${value} in a ${theme} system and ${chosen[name]} where ${theme} is chosen`);
    }
  }
  if (ways.light['--paper'] === ways.dark['--paper']) faults.push('dark and light have the same ground');
  documents.push({ name: 'style sheet', text: await styleOf(server), extension: 'css' });
  return faults;
}

async function styleOf(server) {
  const page = await (await fetch(server.address)).text();
  const [, address] = page.match(/<link rel="stylesheet" href="([^"]+)"/) ?? [];
  return (await fetch(new URL(address, server.address))).text();
}
