// What was found wrong: page, view and what, each once, in the order of the pages.

export class Findings {
  #found = new Map();

  /** Notes a fault; `view` says language, theme and width as far as they matter. */
  add(page, view, what) {
    const key = `${page}: ${what}`;
    if (!this.#found.has(key)) this.#found.set(key, []);
    const views = this.#found.get(key);
    if (!views.includes(view)) views.push(view);
  }

  get count() {
    return this.#found.size;
  }

  /** One line a fault, with all the views that show it. */
  lines() {
    return [...this.#found].map(([fault, views]) => `${fault}  [${views.join('; ')}]`).sort();
  }
}
