// What may never happen to a layout: a page that scrolls sideways, text over text, text cut off, pictures too small to read.
//
// The function runs in the page, so it uses nothing from outside itself. Texts are compared by the middle of their line
// boxes (Arabic faces have tall boxes that overlap harmlessly), so what is found is text that hides text.

/** Faults of the page as it stands, in words. */
export function layoutFaults() {
  const SMALLEST_TEXT_PX = 11.5;
  const faults = [];
  const width = document.documentElement.clientWidth;
  const name = (element) => {
    const classes = typeof element.className === 'string' ? element.className : (element.className?.baseVal ?? '');
    const own = element.localName + (classes ? '.' + classes.trim().split(/\s+/).join('.') : '');
    const parent = element.parentElement;
    return parent && parent !== document.body ? `${parent.localName} > ${own}` : own;
  };
  const short = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 40);
  // what only screen readers get, in the way it is usually written: a box of one pixel, clipped
  const isHiddenForEyes = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.matches('.skip') || getComputedStyle(at).clipPath === 'inset(50%)') return true;
    }
    return false;
  };
  const scrollsItself = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };

  if (document.documentElement.scrollWidth > width) {
    faults.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} px in ${width} px`);
  }

  // texts with the middle of their lines
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || isHiddenForEyes(element) || element.closest('title, desc, script, style')) continue;
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const isPicture = element.namespaceURI === 'http://www.w3.org/2000/svg';
    const style = getComputedStyle(element);
    const scale = isPicture ? (element.getScreenCTM?.()?.a ?? 1) : 1;
    const size = parseFloat(style.fontSize) * Math.abs(scale);
    if (isPicture && size < SMALLEST_TEXT_PX - 0.05) {
      faults.push(`text of ${size.toFixed(1)} px in a picture: «${short(node.data)}»`);
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1 || rect.height < 1) continue;
      if ((rect.left < -1 || rect.right > width + 1) && !scrollsItself(element)) {
        faults.push(`text leaves the page: ${name(element)} «${short(node.data)}»`);
      }
      const middle = (rect.top + rect.bottom) / 2;
      const half = Math.min(rect.height, size * 0.8) / 2;
      lines.push({ left: rect.left + 1, right: rect.right - 1, top: middle - half, bottom: middle + half, element, text: node.data });
    }
  }
  lines.sort((one, other) => one.top - other.top);
  for (let index = 0; index < lines.length; index += 1) {
    const one = lines[index];
    for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next += 1) {
      const other = lines[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - other.top;
      if (across > 2 && down > 2 && one.text !== other.text) {
        faults.push(`text over text: ${name(one.element)} «${short(one.text)}» and ${name(other.element)} «${short(other.text)}»`);
      }
    }
  }

  for (const element of document.body.querySelectorAll('*')) {
    if (isHiddenForEyes(element) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip';
    const isCutAcross = cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const isCutDown = cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 2;
    if ((isCutAcross || isCutDown) && element.namespaceURI !== 'http://www.w3.org/2000/svg' && element.textContent.trim()) {
      faults.push(`text is cut off: ${name(element)} «${short(element.textContent)}»`);
    }
    const hint = element.localName === 'input' && !element.value && element.placeholder;
    if (hint) {
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = style.font;
      const room = element.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
      if (pen.measureText(hint).width > room + 1) faults.push(`a placeholder is cut off: «${short(hint)}»`);
    }
    const box = element.getBoundingClientRect();
    if (box.width > 1 && (box.left < -1 || box.right > width + 1) && !scrollsItself(element.parentElement ?? element)) {
      if (element.namespaceURI !== 'http://www.w3.org/2000/svg') faults.push(`leaves the page: ${name(element)}`);
    }
  }
  return [...new Set(faults)];
}
