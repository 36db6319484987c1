// The ways in which every page is looked at.

export const LANGUAGES = ['ar', 'en'];
export const THEMES = ['light', 'dark'];

/** Widths in CSS pixels. The notes on the design name these. */
export const WIDTHS = { wide: 1280, middle: 768, phone: 390 };

export const HEIGHT = 900;

/** A view in words, for a finding. */
export function viewName(language, theme, width) {
  return `${language}, ${theme}, ${width} px`;
}
