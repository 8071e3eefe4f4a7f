// Opens pages of goalpost in headless Chromium and reports what they do that they should not, and
// where they draw the marks of their charts. tests/page.rs runs it.
//
// Standard input: {"chromium": path, "pages": [{"name", "file", "axe"}]}
// Standard output: {"faults": [text], "marks": {name: [{goal, mark, says, across, down}]}, in shares of a plot's width
// and in pixels below its upper edge}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTHS = [360, 800, 1400];
// Everything that a page is made of. Whatever else is in it came out of a capture.
const ELEMENTS = new Set(
  ("html head meta title style script body header main footer section h1 h2 h3 p a ul ol li dl dt dd " +
    "details summary figure figcaption table caption thead tbody tr th td b code span bdi div " +
    "label input button svg defs g desc pattern symbol line rect path circle text use").split(" "),
);
const ATTRIBUTES = new Set(
  ("lang charset name content http-equiv id class href role scope open hidden type placeholder " +
    "aria-label aria-labelledby aria-hidden aria-sort data-key colspan " +
    "width height viewbox preserveaspectratio x y x1 x2 y1 y2 r d " +
    "patternunits patterntransform transform").split(" "),
);

const job = JSON.parse(readFileSync(0, "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const marks = {};
const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });

for (const { name, file, axe: wantsAxe } of job.pages) {
  const fault = (text) => faults.push(`${name}: ${text}`);
  const url = pathToFileURL(file).href;
  const page = await browser.newPage();
  page.on("console", (message) => fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => fault(`script error: ${error}`));
  page.on("dialog", (dialog) => (fault(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("popup", () => fault("a window opened"));
  page.on("request", (request) => {
    if (request.url() !== url) fault(`request: ${request.url()}`);
  });
  await page.goto(url);
  await inspect(page, fault);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(tooWide);
    if (wide) fault(`wider than ${width} pixels: ${wide.join(" | ")}`);
    if (width === 800) marks[name] = await page.evaluate(readMarks);
  }
  await page.close();
  if (wantsAxe) for (const colorScheme of ["light", "dark"]) await accessible(url, colorScheme, fault);
}
await browser.close();
console.log(JSON.stringify({ faults, marks }));

/** Holds the elements and attributes of a page against what pages are made of. */
async function inspect(page, fault) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll("*")].map((element) => [
      element.localName,
      [...element.attributes].map((attribute) => [attribute.name.toLowerCase(), attribute.value]),
    ]),
  );
  const count = (name) => found.filter(([element]) => element === name).length;
  if (count("script") !== 1 || count("style") !== 1) fault("not one script and one style");
  for (const [element, attributes] of found) {
    if (!ELEMENTS.has(element)) fault(`element ${element}`);
    for (const [attribute, value] of attributes) {
      if (!ATTRIBUTES.has(attribute)) fault(`attribute ${attribute} of ${element}`);
      if (attribute === "href" && !/^#[a-z0-9-]+$/.test(value)) fault(`link to ${value}`);
    }
  }
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], use[href]")]
      .map((link) => link.getAttribute("href"))
      .filter((href) => !document.getElementById(href.slice(1))),
  );
  for (const href of new Set(lost)) fault(`link to nothing: ${href}`);
}

/** What reaches over the right edge of the page, where anything does. */
function tooWide() {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const over = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > room + 1,
  );
  return over.slice(0, 3).map((element) => element.outerHTML.slice(0, 200));
}

/** The marks of all charts: what they say, and where their centres are within their plot. */
function readMarks() {
  // The plot begins 18 pixels below the upper edge of its chart.
  const TOP = 18;
  const all = [];
  for (const goal of document.querySelectorAll(".goal")) {
    for (const use of goal.querySelectorAll(".chart use")) {
      const plot = use.closest(".chart").getBoundingClientRect();
      const box = use.getBoundingClientRect();
      all.push({
        goal: goal.id,
        mark: use.getAttribute("href").slice(1),
        says: use.textContent,
        across: ((box.left + box.right) / 2 - plot.left) / plot.width,
        down: (box.top + box.bottom) / 2 - plot.top - TOP,
      });
    }
  }
  return all;
}

/** Lets axe look at a page, with everything unfolded. */
async function accessible(url, colorScheme, fault) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme, bypassCSP: true });
  await page.goto(url);
  await page.addStyleTag({ content: ".goal { content-visibility: visible !important }" });
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  for (const { id, help, nodes } of violations)
    fault(`${colorScheme}: ${id}: ${help}: ${nodes.slice(0, 2).map((node) => node.html).join(" | ")}`);
  await page.close();
}
