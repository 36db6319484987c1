// The walk with Tab: every control is reached, in order, and one sees where one is.

/** Marks what a person should reach, and says how many there are. Runs in the page. */
function markControls() {
  const selector = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  const controls = [...document.querySelectorAll(selector)].filter(
    (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.disabled,
  );
  controls.forEach((element, index) => element.setAttribute('data-walk', index));
  return controls.length;
}

/** The control with the focus: its mark, and what is wrong with how it shows. Runs in the page. */
function whereAmI() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const faults = [];
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('shows no focus');
  if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) faults.push('has the focus out of sight');
  if (box.width < 1 || box.height < 1) faults.push('has the focus without a size');
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 30);
  return { mark: element.getAttribute('data-walk'), name: `${element.localName} «${words}»`, faults };
}

/** Faults of a walk through a freshly loaded page. */
export async function keyboardFaults(page) {
  const faults = new Set();
  const count = await page.evaluate(markControls);
  const seen = new Set();
  let last = -1;
  // one more than there are: then the focus leaves the page
  for (let step = 0; step <= count; step += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(whereAmI);
    if (!at || seen.has(at.mark)) break;
    for (const fault of at.faults) faults.add(`${at.name} ${fault}`);
    if (at.mark === null) {
      faults.add(`${at.name} takes the focus, and is no control`);
      break;
    }
    if (Number(at.mark) < last) faults.add(`${at.name} comes out of order`);
    last = Number(at.mark);
    seen.add(at.mark);
    if (step === 0 && !at.name.startsWith('a ')) faults.add('the first stop is not the link to the content');
  }
  const missed = await page.evaluate(
    (marks) =>
      [...document.querySelectorAll('[data-walk]')]
        .filter((element) => !marks.includes(element.getAttribute('data-walk')))
        .map((element) => `${element.localName} «${element.textContent.trim().slice(0, 30)}»`),
    [...seen],
  );
  for (const control of missed.slice(0, 3)) faults.add(`${control} is not reached with Tab (${missed.length} of ${count})`);
  return [...faults];
}

/** Faults of the skip link of a freshly loaded page: it shows when focused, and leads into the content. */
export async function skipLinkFaults(page) {
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return { href: element.getAttribute('href'), isSeen: box.top >= 0 && box.width > 20 && box.height > 20 };
  });
  if (skip.href !== '#main') return [`the first stop leads to ${skip.href}, not to the content`];
  const faults = skip.isSeen ? [] : ['the link to the content does not show when focused'];
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const isInside = await page.evaluate(() => {
    const after = document.activeElement;
    const main = document.getElementById('main');
    const hasControls = main.querySelector('a[href], button, input:not([type="hidden"]), summary') !== null;
    return !hasControls || main.contains(after);
  });
  if (!isInside) faults.push('after the link to the content the focus is not in the content');
  return faults;
}
