// The ways in which every page is looked at.

export const LANGUAGES = ['ar', 'en'];
export const THEMES = ['light', 'dark'];

/** Widths in CSS pixels. The notes on the design name the first three; `zoomed` is the wide one at 200 %, `narrow` what WCAG 1.4.10 asks for. */
export const WIDTHS = { wide: 1280, middle: 768, phone: 390, zoomed: 640, narrow: 320 };

export const HEIGHT = 900;

/** A view in words, for a finding. */
export function viewName(language, theme, width) {
  return `${language}, ${theme}, ${width} px`;
}
