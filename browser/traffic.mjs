// What a page asks for and complains of: nothing from a third party, no error in the console, none of its policy.

/** Watches all pages of a context; `told` gets each fault with the page it is about. */
export function watch(page, origin, told) {
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) told(`asks a third party: ${url}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message)) told(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => told(`script error: ${error.message}`));
}

/** The browser reports every page of refusal as a resource that failed; those are asked for on purpose. */
function isExpected(message) {
  return message.text().startsWith('Failed to load resource') && message.location().url === message.page()?.url();
}
