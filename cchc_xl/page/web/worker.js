"use strict";
// The core in a Web Worker: the page never freezes, and a worker that a file holds up can be ended alone.
let python, core, scripts, warming;
const DESK = "/desk"; // in the memory of the page, with the folders that cchc_xl.page.core names
const FOLDERS = { in: `${DESK}/in/`, beside: `${DESK}/beside/` };
const PAUSE = 300; // ms after an answer
const send = (message, transfer = []) => self.postMessage(message, transfer);

self.onmessage = async ({ data: message }) => {
  clearTimeout(warming);
  try {
    if (message.do === "scripts") load(message);
    else if (message.do === "begin") await begin(message);
    else if (message.do === "put") put(message);
    else if (message.do === "empty") empty(message);
    else run(message);
  } catch (error) {
    send({ id: message.id, error: String((error && error.message) || error) });
  }
  if (core) warming = setTimeout(warm, PAUSE);
};

// What later presses need is got ready piece by piece while nobody waits for anything.
function warm() {
  try { if (core.warm()) warming = setTimeout(warm, 0); }
  catch (error) { console.error(error); } // what it was about to get ready will say so when it is pressed
}

// Read while the page still unpacks the rest.
function load({ asm, loader }) {
  const script = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  scripts = Promise.all([script(asm), script(loader)]);
}

async function begin({ id, parts }) {
  const began = performance.now(), laps = {}, lap = (name) => { laps[name] = Math.round(performance.now() - began); };
  const [asm, loader] = await scripts;
  // What Pyodide asks for by address it gets from the page; anything else fails here, and the page's policy would refuse it.
  self.fetch = async (asked) => {
    const name = String(asked.url || asked);
    if (name.endsWith("pyodide.asm.wasm")) return new Response(new Uint8Array(0), { headers: { "Content-Type": "application/wasm" } });
    if (name.endsWith("python_stdlib.zip")) return new Response(parts.stdlib);
    throw new Error("no network");
  };
  WebAssembly.instantiateStreaming = async (_, imports) => ({ module: parts.wasm, instance: await WebAssembly.instantiate(parts.wasm, imports) });
  python = await loader.loadPyodide({
    indexURL: "https://page.invalid/",
    stdLibURL: "https://page.invalid/python_stdlib.zip",
    packageBaseUrl: "https://page.invalid/",
    lockFileContents: parts.lock,
    env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
    createPyodideModule: asm.default,
  });
  lap("python");
  unpack(parts.app, "/app");
  python.FS.mkdirTree(DESK);
  python.runPython("import sys, importlib\nsys.path.insert(0, '/app')\nimportlib.invalidate_caches()");
  core = python.pyimport("cchc_xl.page.core");
  lap("core");
  core.start(DESK);
  core.ready();
  lap("words");
  send({ id, ok: "", laps });
}

// A flat archive of the page's own ("length of the directory", JSON directory, bytes): no Python is needed to unpack it.
function unpack(buffer, root) {
  const size = new DataView(buffer).getUint32(0, true);
  const files = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const made = new Set();
  let at = 4 + size;
  for (const [name, length] of files) {
    const path = `${root}/${name}`, folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) { python.FS.mkdirTree(folder); made.add(folder); }
    python.FS.writeFile(path, new Uint8Array(buffer, at, length), { canOwn: true });
    at += length;
  }
}

// A name from the user's disk becomes a path below the folder and nothing else.
function put({ id, folder, files, alone }) {
  if (alone) clear(folder);
  for (const [name, data, modified] of files) {
    const steps = name.split(/[\\/]+/).filter((step) => step && step !== "." && step !== "..");
    const path = FOLDERS[folder] + steps.join("/");
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, new Uint8Array(data));
    python.FS.utime(path, modified, modified);
  }
  send({ id, ok: "" });
}

function empty({ id, folder }) {
  clear(folder);
  send({ id, ok: "" });
}

function clear(folder) {
  const remove = (path) => {
    if (!python.FS.isDir(python.FS.lstat(path).mode)) { python.FS.unlink(path); return; }
    inside(path).forEach(remove);
    python.FS.rmdir(path);
  };
  const inside = (path) => python.FS.readdir(path).filter((name) => name !== "." && name !== "..").map((name) => `${path}/${name}`);
  inside(FOLDERS[folder].slice(0, -1)).forEach(remove);
}

function run({ id, name, options }) {
  const began = performance.now();
  const text = core.run(name, JSON.stringify(options), (done, of) => send({ id, done, of }));
  const results = JSON.parse(text).results || [];
  const files = results.map((path) => [path, python.FS.readFile(`${DESK}/out/${path}`)]);
  send({ id, ok: text, ms: performance.now() - began, heap: python._module.HEAP8.length, files }, files.map(([, data]) => data.buffer));
}
