// The built page in a real browser, from file://: files through its own input, its buttons pressed, what it offers saved.
//   node check.mjs JOB.json          (puppeteer-core beside node_modules of the job's "modules")
// JOB: {browser, executable, page, modules, steps: [...], out}. A step is one of
//   {"take": [files]}            files into "Chọn tệp", then wait until the check has ended
//   {"set": {id: text or file}}  an input of the page
//   {"press": id}                a button, then wait until it has ended; with "only", what it offers is not read
//   {"run": name, "options": {}, "put": {folder: [[name, file]...]}}   a function of the core by itself
//   {"drop": [files, folders]}   let fall on the window, then wait until the check has ended
//   {"keys": [names]}            keys pressed one after the other; gives where the focus is then
//   {"choose": [files]}          Space, and these files in the dialogue that opens (Chromium only)
//   {"wait": true}               until what was begun has ended
//   {"view": [width, height, scale]}, {"vision": a deficiency}, {"pdf": file}
//   {"shot": file}, {"axe": file of axe-core}, {"eval": script}
// Prints a JSON array with what each step gave.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const puppeteer = createRequire(path.join(job.modules, "x.js"))("puppeteer-core");
const profile = fs.mkdtempSync(path.join(os.tmpdir(), "page-")), saved = fs.mkdtempSync(path.join(os.tmpdir(), "saved-"));
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--lang=vi`];
const browser = await (puppeteer.default || puppeteer).launch({
  executablePath: job.executable, headless: true, userDataDir: profile, protocolTimeout: 240000,
  ...(job.browser === "firefox" ? { browser: "firefox", extraPrefsFirefox: { "browser.download.folderList": 2, "browser.download.dir": saved } } : { args: quiet }),
});
// Seconds of processor time that the browser and all processes below it have had, on Linux.
const used = () => {
  const processes = new Map();
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
      processes.set(pid, [fields[1], (Number(fields[11]) + Number(fields[12])) / 100]);
    } catch { /* it has ended */ }
  }
  const below = (pid) => pid === String(browser.process().pid) || (processes.has(pid) && below(processes.get(pid)[0]));
  return [...processes].reduce((all, [pid, [, seconds]]) => all + (below(pid) ? seconds : 0), 0);
};
const asked = [], errors = [], results = [];
try {
  const tab = await browser.newPage();
  await tab.setViewport({ width: job.width || 1366, height: job.height || 768 });
  tab.on("request", (request) => { if (!/^(blob|data|file):/.test(request.url())) asked.push(request.url()); });
  tab.on("pageerror", (error) => errors.push(String(error)));
  const began = Date.now();
  await tab.goto("file://" + path.resolve(job.page), { waitUntil: "domcontentloaded" });
  await tab.waitForFunction(() => !/khởi động/.test(document.getElementById("status").textContent), { timeout: 120000 });
  results.push({ ready: Date.now() - began, status: await tab.$eval("#status", (one) => one.textContent), laps: await tab.evaluate("laps"), cpu: used() });
  const idle = () => tab.waitForFunction(() => document.getElementById("stop").hidden, { timeout: 200000 });
  const settled = async () => {
    await tab.evaluate(() => new Promise((yes) => setTimeout(yes, 100)));
    await idle();
  };
  const text = () => tab.$eval("#result", (one) => one.innerText);
  const told = async () => ({
    status: await tab.$eval("#status", (one) => one.textContent),
    links: await tab.$$eval("#downloads a", (all) => all.map((one) => one.download)),
    laps: await tab.evaluate("laps"), cpu: used(),
  });
  // Chromium's own drag, as from the desktop. Firefox has no way to begin one from outside: there the page gets the event
  // with the files of an input, and folders are left to "Chọn thư mục".
  const drop = async (paths) => {
    if (job.browser === "firefox") {
      const input = await tab.evaluateHandle(() => Object.assign(document.createElement("input"), { type: "file", multiple: true }));
      await input.uploadFile(...paths);
      return input.evaluate((one) => {
        const dataTransfer = new DataTransfer();
        for (const file of one.files) dataTransfer.items.add(file);
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
      });
    }
    const session = await tab.createCDPSession();
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await session.send("Input.dispatchDragEvent", { type, x: 300, y: 200, data: { items: [], files: paths.map((one) => path.resolve(one)), dragOperationsMask: 1 } });
    }
  };
  for (const step of job.steps) {
    if (step.take) {
      await (await tab.$("#files")).uploadFile(...step.take);
      await settled();
      results.push({ ...(await told()), text: await text() });
    } else if (step.drop) {
      await drop(step.drop);
      await settled();
      results.push({ ...(await told()), text: await text() });
    } else if (step.keys) {
      for (const key of step.keys) await tab.keyboard.press(key);
      results.push(await tab.evaluate(() => document.activeElement.id || document.activeElement.textContent));
    } else if (step.choose) {
      const waiting = tab.waitForFileChooser({ timeout: 60000 });
      await tab.evaluate(() => null); // the browser has heard that the dialogue is ours before the key opens it
      const [dialogue] = await Promise.all([waiting, tab.keyboard.press("Space")]);
      await dialogue.accept(step.choose);
      await settled();
      results.push({ ...(await told()), text: await text() });
    } else if (step.wait) {
      await settled();
      results.push({ ...(await told()), text: await text() });
    } else if (step.view) {
      const [width, height, deviceScaleFactor] = step.view;
      await tab.setViewport({ width, height, deviceScaleFactor });
      results.push(null);
    } else if (step.vision) {
      await tab.emulateVisionDeficiency(step.vision);
      results.push(null);
    } else if (step.pdf) {
      await tab.pdf({ path: step.pdf, preferCSSPageSize: true });
      results.push(null);
    } else if (step.set) {
      for (const [id, value] of Object.entries(step.set)) {
        const input = await tab.$("#" + id);
        if ((await input.evaluate((one) => one.type)) === "file") await input.uploadFile(value);
        else await input.evaluate((one, text) => { one.value = text; }, value);
      }
      results.push(null);
    } else if (step.press) {
      await tab.$eval("#" + step.press, (one) => one.click());
      await settled();
      const files = step.only ? {} : await tab.evaluate(() => Object.fromEntries([...offered].map(([name, data]) => {
        let text = "";
        for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
        return [name, btoa(text)];
      })));
      results.push({ ...(await told()), files, text: await text() });
    } else if (step.run) {
      const files = Object.entries(step.put || {}).map(([folder, all]) => [folder, all.map(([name, file]) => [name, fs.readFileSync(file).toString("base64"), fs.statSync(file).mtimeMs])]);
      results.push(await tab.evaluate(async (name, options, files) => {
        const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;
        if (files.length) await ask({ do: "empty", folder: "in" });
        for (const [folder, all] of files) await ask({ do: "put", folder, files: all.map(([n, b, m]) => [n, bytes(b), m]) });
        const given = await ask({ do: "run", name, options });
        const text = (data) => { let out = ""; for (let i = 0; i < data.length; i += 32768) out += String.fromCharCode(...data.subarray(i, i + 32768)); return btoa(out); };
        return { ok: given.ok, ms: given.ms, heap: given.heap, files: given.files.map(([n, d]) => [n, text(d)]) };
      }, step.run, step.options || {}, files));
    } else if (step.shot) {
      await tab.screenshot({ path: step.shot, fullPage: Boolean(step.full) });
      results.push(null);
    } else if (step.axe) {
      // The page's own policy lets no script in: the checker is evaluated by the browser's driver.
      await tab.evaluate(fs.readFileSync(step.axe, "utf8"));
      results.push(await tab.evaluate(async () => (await axe.run()).violations.map((one) => [one.id, one.impact, one.nodes.map((node) => node.target.join(" "))])));
    } else results.push(await tab.evaluate(step.eval));
  }
} finally {
  await browser.close().catch(() => {});
  fs.rmSync(profile, { recursive: true, force: true });
  fs.rmSync(saved, { recursive: true, force: true });
}
fs.writeFileSync(job.out, JSON.stringify({ results, asked, errors }));
