// The Nu checker of the W3C (vnu) over the pages as the server sent them, and over the style sheets.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/** What the checker holds against valid CSS: it knows this property for SVG only (SVG 2, 13.6; CSS Fill and Stroke 3). */
const KNOWN_BETTER = '.*Property “paint-order” doesn\'t exist.*';

/** Faults of `documents` ({name, text, extension}) as [name, what]. All messages count, warnings too. */
export async function markupFaults(documents) {
  const folder = await mkdtemp(join(tmpdir(), 'isnad-markup-'));
  try {
    const files = documents.map(({ extension }, index) => join(folder, `${index}.${extension}`));
    await Promise.all(documents.map(({ text }, index) => writeFile(files[index], text)));
    const report = await check(files);
    return report.messages.map((message) => {
      const index = files.findIndex((file) => message.url?.endsWith(file));
      const place = message.lastLine ? ` (line ${message.lastLine}: ${message.extract?.trim().slice(0, 80)})` : '';
      return [documents[index]?.name ?? 'the checker', `markup: ${message.message}${place}`];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function check(files) {
  const arguments_ = ['-Xss2m', '-jar', JAR, '--format', 'json', '--also-check-css', '--filterpattern', KNOWN_BETTER, ...files];
  const child = spawn('java', arguments_, { stdio: ['ignore', 'ignore', 'pipe'] });
  const failed = new Promise((_, reject) => child.once('error', reject));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const said = [];
  child.stderr.on('data', (bytes) => said.push(bytes));
  await Promise.race([ended, failed]);
  return JSON.parse(Buffer.concat(said).toString());
}
