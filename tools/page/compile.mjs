// Byte code by the very Python that will run it: its magic number must match, and from sources the start takes twice as long.
//   node compile.mjs PYODIDE_DIR LIBRARY.zip APP_DIR OUT_LIBRARY.zip OUT_APP_DIR FOUND.json
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , pyodide, library, app, outLibrary, outApp, outFound] = process.argv;
const { loadPyodide } = await import(pathToFileURL(path.resolve(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: path.resolve(pyodide) });
python.runPython(`
import importlib._bootstrap_external as external, io, zipfile

def compiled(source, name):
    # "unchecked hash": neither a time nor a path of the machine that builds; docstrings and asserts are left out
    return external._code_to_hash_pyc(compile(source, name, "exec", dont_inherit=True, optimize=2), bytes(8), False)

def archive(data):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in sorted(old.infolist(), key=lambda one: one.filename):
            name, content = info.filename, old.read(info)
            if name.endswith(".py"):
                name, content = name + "c", compiled(content, "/lib/" + name)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)  # stored: the page is compressed as a whole
    return out.getvalue()
`);
const bytes = (proxy) => {
  const found = proxy.toJs();
  proxy.destroy();
  return found;
};
fs.writeFileSync(outLibrary, bytes(python.globals.get("archive")(python.toPy(new Uint8Array(fs.readFileSync(library))).tobytes())));
const compiled = python.globals.get("compiled");
const walk = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? walk(path.join(folder, one.name)) : [path.join(folder, one.name)]));
for (const file of walk(app).sort()) {
  const name = path.relative(app, file), target = path.join(outApp, name);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (name.endsWith(".py")) fs.writeFileSync(target + "c", bytes(compiled(fs.readFileSync(file, "utf8"), "/app/" + name)));
  else fs.copyFileSync(file, target);
}
// What the interpreter says of itself, for the list of licences.
fs.writeFileSync(outFound, python.runPython(`
import _decimal, _sqlite3, _zstd, json, platform, pyexpat, sys, zlib
json.dumps({"modules": sys.builtin_module_names, "versions": {
    "CPython": platform.python_version(), "Emscripten": ".".join(map(str, sys._emscripten_info.emscripten_version)),
    "Expat": pyexpat.EXPAT_VERSION.removeprefix("expat_"), "libmpdec": _decimal.__libmpdec_version__,
    "zlib": zlib.ZLIB_RUNTIME_VERSION, "Zstandard": _zstd.zstd_version, "SQLite": _sqlite3.sqlite_version}})
`));
