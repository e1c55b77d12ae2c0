// Renders the drawings of the repository to the PNG files that the stores insist on, with Debian's Chromium (or CHROMIUM).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './run.mjs';

/** Drawing → picture and how many pixels a unit of the drawing has. */
const IMAGES = [
  { from: 'media/icon.svg', to: 'media/icon.png', scale: 1 },
  { from: 'docs/images/squiggle.svg', to: 'docs/images/squiggle.png', scale: 2 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { from, to, scale } of IMAGES) {
  const page = await browser.newPage({ deviceScaleFactor: scale });
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style>${readFileSync(path.join(root, from), 'utf8')}`,
  );
  await page.locator('svg').screenshot({ path: path.join(root, to), omitBackground: true });
  await page.close();
  console.log(`written: ${to}`);
}
await browser.close();
