// axe-core: the rules of WCAG 2.2 AA and its good practice.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that says what WCAG 2.2 AA wants, and good practice. */
export const ALL_RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

/** Some rules by their names. */
export function onlyRules(...values) {
  return { type: 'rule', values };
}

/** Makes axe known to the page. The policy of the page forbids script elements, so it goes in by the debugger. */
export async function prepare(page) {
  await page.evaluate(SOURCE);
}

/** Violations of `runOnly` in words. */
export async function accessibilityFaults(page, runOnly) {
  const violations = await page.evaluate(
    (only) => axe.run(document, { runOnly: only, resultTypes: ['violations'] }).then((result) => result.violations),
    runOnly,
  );
  return violations.flatMap((violation) =>
    violation.nodes.slice(0, 3).map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).slice(0, 1).join('');
      return `axe ${violation.id} (${violation.impact}): ${node.target.join(' ')} ${why}`;
    }),
  );
}
