// Keys for the reader. All they do is follow links, press buttons and open what is on the page: nothing needs them.
// Physical keys (KeyboardEvent.code), so that an Arabic layout works. Arrow keys are left to the browser.
"use strict";

const items = () => [...document.querySelectorAll(".story, .hits > li, .arts > li:not(.day), .feeds tbody tr")];
const titleOf = (item) => item.querySelector("h2 a, h3 a, summary");
let current = null;

function choose(item) {
  if (!item) return;
  current?.classList.remove("at");
  current = item;
  current.classList.add("at");
  titleOf(item)?.focus();
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = items();
  const at = all.indexOf(current);
  choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by]);
}

function goTo(id) {
  if (document.getElementById(id)) location.hash = id;
}

function fold() {
  const within = current ?? document;
  const copies = [...within.querySelectorAll("details.folded")];
  const open = copies.some((one) => !one.open);
  for (const one of copies) one.open = open;
}

function theme() {
  const chosen = document.documentElement.dataset.theme;
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.querySelector(`.themes a[href^="/theme/${dark ? "light" : "dark"}"]`)?.click();
}

const open = () => current && titleOf(current)?.click();

const mark = (place) => (current ?? document).querySelectorAll(".marks button")[place]?.click();

const keys = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyO: open,
  KeyU: () => ((current ?? document).querySelector("a.up") ?? document.querySelector(".crumb a:last-of-type"))?.click(),
  KeyC: () => goTo("chain"),
  KeyV: () => goTo("versions"),
  KeyF: fold,
  KeyD: theme,
  KeyM: () => mark(0),
  KeyS: () => mark(1),
};

function keyOf(event) {
  // what has the focus opens by itself
  if (event.code === "Enter") return event.target === document.body ? open : null;
  // where the layout has them elsewhere, what is written counts
  const isSlash = event.code === "Slash" || event.key === "/" || event.key === "?";
  if (!isSlash) return event.shiftKey ? null : keys[event.code];
  const isQuestion = event.key === "?" || (event.code === "Slash" && event.shiftKey);
  if (isQuestion) return () => document.getElementById("keys")?.togglePopover();
  return () => document.querySelector("input[type=search]")?.select();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target.closest?.("input, textarea, select");
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  const does = keyOf(event);
  if (!does) return;
  event.preventDefault();
  does();
});

// after a mark was set, go on from where one was
const marked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
choose(items().find((item) => marked?.matches(".marks") && item.contains(marked)));
