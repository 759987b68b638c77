"use strict";
const $ = (id) => document.getElementById(id);
let longest = 20000; // ms that one file may take
const OFTEN = 300; // ms between two words about how far the work is
const LONG = 25; // signs of a text that runs over the empty cells beside it
const MANY = 300; // rows of a table that are shown at once
const OPENED = 5; // files whose findings are shown unfolded
const SIGNS = { error: "✕", warning: "!", note: "i" };
const LEVELS = { error: "Lỗi", warning: "Cảnh báo", note: "Lưu ý" };
const STATUS_ORDER = ["unreadable", "errors", "warnings", "valid"];
const began = performance.now(), laps = {};
let worker, source, parts, own = {}, picked = [], last = 0, ready = false, stopped = false, checked = [];
const calls = new Map(), offered = new Map(); // name -> bytes of what stands under the links

// --- the core ------------------------------------------------------------------------------------------------------

function bytes(id) {
  const block = $(`d-${id}`), text = block.textContent;
  block.remove(); // needed once; the text need not stay in the page
  const codes = new TextEncoder().encode(text); // as cchc_xl/page/ascii_text.py wrote it
  let size = 0;
  for (let at = 0; at < codes.length; at++) codes[size++] = codes[at] === 61 ? codes[++at] - 64 : codes[at];
  const uppers = Math.ceil(size / 8), out = codes.subarray(0, size - uppers);
  for (let at = 0, k = 0, from = size - uppers; at < out.length; k++) {
    for (let upper = 0; upper < uppers && at < out.length; upper++, at++) out[at] |= (codes[from + upper] >> k & 1) << 7;
  }
  return out;
}
const stream = (id) => new Blob([bytes(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
const buffer = (id) => new Response(stream(id)).arrayBuffer();
const textOf = (id) => new Response(stream(id)).text();

async function load() {
  if (typeof WebAssembly === "undefined") throw new Error("WebAssembly đang bị tắt");
  // What a worker begins with comes first; the wasm is compiled while the rest is unpacked, and kept for the next worker.
  const [code, asm, loader] = await Promise.all([textOf("worker"), textOf("asm"), textOf("loader")]);
  parts = { asm, loader };
  source = code;
  parts.code = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  employ();
  const wasm = WebAssembly.compileStreaming(new Response(stream("wasm"), { headers: { "Content-Type": "application/wasm" } }));
  const [stdlib, app, lock, said] = await Promise.all([buffer("stdlib"), buffer("app"), textOf("lock"), textOf("own")]);
  Object.assign(parts, { wasm: await wasm, stdlib, app, lock });
  own = JSON.parse(said);
  if (own.says) $("own").textContent = own.says;
  if (own.period) $("period").value = own.period;
}

function employ() {
  worker = new Worker(parts.code); // classic: Chromium starts no module worker from a blob of a file:// page
  worker.onmessage = ({ data }) => {
    const call = calls.get(data.id);
    if (!call) return;
    if (data.of !== undefined) { call.progress(data.done, data.of); return; }
    calls.delete(data.id);
    if (data.error) call.reject(new Error(data.error));
    else call.resolve(data);
  };
  worker.onerror = (event) => { event.preventDefault(); fail(new Error(event.message || "worker")); };
  worker.postMessage({ do: "scripts", asm: parts.asm, loader: parts.loader });
}

async function begin() {
  const { wasm, stdlib, app, lock } = parts;
  Object.assign(laps, (await ask({ do: "begin", parts: { wasm, stdlib, app, lock } })).laps);
  const files = Object.entries(own.files || {}).map(([name, text]) => [name, Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer, 0]);
  if (files.length) await ask({ do: "put", folder: "beside", files });
}

function ask(message, progress = () => {}, transfer = []) {
  return new Promise((resolve, reject) => {
    const id = ++last;
    calls.set(id, { resolve, reject, progress });
    worker.postMessage({ ...message, id }, transfer);
  });
}

function fail(error) {
  for (const call of calls.values()) call.reject(error);
  calls.clear();
}

// Ends a worker that does not answer and begins another; what it held is sent anew.
async function again(error) {
  worker.terminate();
  fail(error);
  employ();
  await begin();
}

// --- what the user gives -------------------------------------------------------------------------------------------

const named = (file) => [file.webkitRelativePath || file.name, file];
for (const id of ["files", "folder"]) $(id).onchange = () => take([...$(id).files].map(named));
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => { // else the browser opens the file
    event.preventDefault();
    $("drop").classList.toggle("over", kind === "dragover");
  });
}
document.addEventListener("drop", async (event) => {
  // All is asked for before the first await: afterwards the list is empty. On a file:// page Chromium's entries cannot
  // be read, its handles can; Firefox has entries only.
  const asked = [...event.dataTransfer.items].filter((item) => item.kind === "file")
    .map((item) => (item.getAsFileSystemHandle ? item.getAsFileSystemHandle() : item.webkitGetAsEntry()));
  const plain = [...event.dataTransfer.files];
  try {
    const found = [];
    for (const one of await Promise.all(asked)) if (one) await (one.kind ? walkHandle : walkEntry)(one, "", found);
    if (!found.length) throw new Error("nothing");
    take(found);
  } catch {
    take(plain.filter((file) => file.size).map(named));
    if (!picked.length) say("Trình duyệt này không nhận thư mục kéo thả. Đề nghị bấm “Chọn thư mục”.");
  }
});
async function walkHandle(handle, above, found) {
  if (handle.kind === "file") { found.push([above + handle.name, await handle.getFile()]); return; }
  for await (const one of handle.values()) await walkHandle(one, `${above}${handle.name}/`, found);
}
async function walkEntry(entry, above, found) {
  if (entry.isFile) { found.push([above + entry.name, await new Promise((yes, no) => entry.file(yes, no))]); return; }
  const reader = entry.createReader();
  for (;;) { // a call returns 100 entries at most
    const some = await new Promise((yes, no) => reader.readEntries(yes, no));
    if (!some.length) return;
    for (const one of some) await walkEntry(one, `${above}${entry.name}/`, found);
  }
}
// What is chosen beside the reports, by name, each with a way to give it up.
const BESIDE = { roster: "Danh mục đơn vị", campaign: "Tệp đợt báo cáo", received: "Sổ nhận báo cáo", earlier: "Tệp tổng hợp trước" };
function besides() {
  $("beside").replaceChildren(...Object.keys(BESIDE).filter((id) => $(id).files.length).map((id) => {
    const line = element("li", `${BESIDE[id]}: ${$(id).files[0].name} `), drop = element("button", "Bỏ");
    drop.type = "button";
    drop.setAttribute("aria-label", `Bỏ ${BESIDE[id].toLowerCase()}`);
    drop.onclick = () => { $(id).value = ""; besides(); stale(); $(id).focus(); };
    line.append(drop);
    return line;
  }));
}
for (const id of Object.keys(BESIDE)) $(id).onchange = () => { besides(); stale(); };
$("period").onchange = () => stale();
// What was found without them is not what is found with them.
function stale() { $("stale").hidden = !document.querySelector("#result .file"); }
function take(files) {
  picked = files.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  checked = [];
  ended.clear();
  if (picked.length > 1) $("consolidating").open = true;
  if (ready && picked.length) work(check);
}

async function read(files) {
  const found = await Promise.all(files.map(async ([name, file]) => {
    try { return [name, await file.arrayBuffer(), file.lastModified]; }
    catch { lost.push([name, "không đọc được: tệp đang mở ở chương trình khác, đã bị chuyển đi, hoặc chỉ có trên đám mây"]); }
  }));
  return found.filter(Boolean);
}
const put = (folder, readable, alone = false) => ask({ do: "put", folder, files: readable, alone }, undefined, readable.map(([, data]) => data));
const ended = new Set(); // names of files that ended their worker: no other work is given them
let lost = []; // [name, why] of files that could not be taken

async function options() {
  const said = { period: $("period").value.trim() || null };
  if (own.form) said.form = own.form;
  if (own.roster) said.roster = own.roster;
  for (const id of Object.keys(BESIDE)) {
    const file = $(id).files[0];
    if (!file) continue;
    await put("beside", await read([[`${id}/${file.name}`, file]]));
    said[id] = `../beside/${id}/${file.name}`;
  }
  return said;
}

// --- work ----------------------------------------------------------------------------------------------------------

async function work(job) {
  const pressed = performance.now(), pressedOn = document.activeElement;
  stopped = false;
  lost = [];
  enable(false);
  $("stop").hidden = $("bar").hidden = false;
  $("downloads").replaceChildren();
  for (const one of document.querySelectorAll(".notes")) one.remove();
  offered.clear();
  try { await job(); }
  catch (error) {
    if (stopped) say("Đã dừng.");
    else {
      if (!error.told) await again(error).catch(() => {}); // it may never answer again
      say(told(error));
    }
  } finally {
    $("stop").hidden = $("bar").hidden = true;
    enable(true);
    if (document.activeElement === document.body) pressedOn.focus(); // a button that was disabled meanwhile lost it
    laps.work = Math.round(performance.now() - pressed);
  }
}
function told(error) {
  if (error.told) return error.told;
  const text = String((error && error.message) || error);
  if (text === "late") return `Đã dừng vì có tệp không đọc xong trong ${longest / 1000} giây. Đề nghị bấm “Kiểm tra” để biết là tệp nào, rồi làm lại.`;
  if (/memory|RangeError|allocation/i.test(text)) return "Trình duyệt hết bộ nhớ cho trang này. Đề nghị chia thư mục thành nhiều phần, hoặc dùng phần mềm cài trên máy.";
  return `Phần mềm gặp sự cố và chưa hoàn thành: ${text.trim().split("\n").pop()}`;
}
function enable(on) {
  $("clerk").disabled = $("consolidator").disabled = !(on && ready);
  for (const id of ["check", "marked", "fixed", "moved", "report", "merge"]) $(id).disabled = !picked.length;
}
function say(text) { $("status").textContent = text; }
let spoke = 0;
function sometimes(speak) { // a screen reader reads each sentence aloud
  if (performance.now() - spoke < OFTEN) return;
  spoke = performance.now();
  speak();
}
function bar(done, of) { $("bar").max = of || 1; $("bar").value = done; }

async function run(name, said, progress = () => {}) {
  let timer, rejectLate;
  const late = new Promise((_, reject) => { rejectLate = reject; });
  const watch = () => { clearTimeout(timer); timer = setTimeout(() => rejectLate(new Error("late")), longest); };
  watch();
  try {
    const call = ask({ do: "run", name, options: said }, (done, of) => {
      if (done < of) watch(); else clearTimeout(timer); // all is read: what follows takes as long as it takes
      progress(done, of);
    });
    call.catch(() => {}); // when it is late the worker is ended, and nobody waits for it any more
    const done = await Promise.race([call, late]);
    laps[name] = Math.round(done.ms);
    laps.heap = done.heap;
    const result = JSON.parse(done.ok);
    if (result.told) throw Object.assign(new Error(result.told), { told: result.told });
    return [result, done.files];
  } finally { clearTimeout(timer); }
}

// File by file, so that one that cannot be read in time ends its worker alone; the next is fetched meanwhile.
async function check() {
  $("result").replaceChildren();
  $("print").hidden = $("stale").hidden = true;
  checked = [];
  const said = await options(), files = [], skipped = [];
  let done = 0, next = read(picked.slice(0, 1));
  for (const [name] of picked) {
    if (stopped) throw new Error("stopped");
    const file = await next;
    next = read(picked.slice(done + 1, done + 2));
    bar(done, picked.length);
    sometimes(() => say(`Đang kiểm tra ${done + 1}/${picked.length}: ${name}`));
    try {
      if (file.length) {
        const [, [result]] = await Promise.all([put("in", file, true), run("check", said)]);
        files.push(...result.files.map((one) => ({ ...one, given: name })));
        skipped.push(...result.skipped);
      }
    } catch (error) {
      if (stopped || error.told) throw error;
      files.push(broken(name, error));
      ended.add(name);
      await again(error);
      await options();
    }
    done += 1;
  }
  for (const [name, why] of lost) skipped.push({ path: name, why });
  checked = files;
  show(files, skipped);
}
function broken(name, error) {
  const late = error.message === "late";
  const what = late ? `Đọc tệp quá ${longest / 1000} giây nên đã dừng.` : "Tệp làm phần đọc bị dừng.";
  return {
    path: name, given: name, status: "unreadable", says: "không đọc được", unit: "", period: "", findings: [{
      code: "F07", severity: "error", level: "Lỗi", sheet: "", cell: "", place: "", field: "", what,
      why: "Số liệu trong tệp chưa được kiểm tra.", repair: "Đề nghị mở tệp bằng Excel, lưu lại thành .xlsx rồi kiểm tra lại.",
    }], table: null, proposals: [],
  };
}

async function given(said = {}) {
  await ask({ do: "empty", folder: "in" });
  const files = picked.filter(([name]) => !ended.has(name));
  if (!files.length) throw Object.assign(new Error("none"), { told: "Không có tệp nào đọc được." });
  for (let at = 0; at < files.length; at += 50) await put("in", await read(files.slice(at, at + 50)));
  return { ...(await options()), ...said };
}
async function copies(name, said, after) {
  say("Đang lập bản sao…");
  const [result, files] = await run(name, await given(said), bar);
  offer(files.map(([path, data]) => [after(path), data]), `${name}.zip`);
  const failed = result.copies.filter((one) => one.why);
  say(`Đã lập ${result.copies.length - failed.length} bản sao; bấm liên kết để lưu.${failed.map((one) => ` ${one.source}: ${one.why}`).join("")}`);
}
const own_name = (path) => path;
// The copy to send is named by unit and period, as the consolidator files it.
function sending(path) {
  const one = checked.length === 1 ? checked[0] : null;
  return one && one.unit && one.period ? `${one.unit} - ${one.period}.xlsx`.replace(/[\\/:*?"<>|]/g, " ") : path;
}
const ticked = () => [...document.querySelectorAll("input[data-field]:checked")].map((box) => ({ path: box.dataset.path, field: box.dataset.field, code: box.dataset.code }));

$("check").onclick = () => work(check);
$("marked").onclick = () => work(() => copies("marked", {}, own_name));
$("fixed").onclick = () => work(() => copies("fixed", { accept: ticked() }, sending));
// One input after the other, each with a result of its own and what is to be said of it.
async function each(name, lines, archive, done) {
  const out = [], said = [], names = new Set(), beside = await given();
  for (const [path] of picked.filter(([one]) => !ended.has(one))) {
    bar(said.length, picked.length);
    const [result, files] = await run(name, { ...beside, paths: [path] });
    for (const [made, data] of files) out.push([free(made, names), data]);
    said.push(...lines(result).map((line) => [path, line]));
  }
  offer(out, archive);
  const few = said.length <= 3;
  say([done(out.length), ...(few ? said.map(([path, line]) => (picked.length > 1 ? `${path}: ${line}` : line)) : []),
    out.length ? "Bấm liên kết để lưu." : ""].filter(Boolean).join(" "));
  if (few) return;
  const notes = table("Ghi chú của từng tệp", ["Tệp", "Ghi chú"], said);
  notes.classList.add("notes");
  $("result").prepend(notes);
}
// Two reports of the same unit and period are two files.
function free(name, names) {
  const [, stem, extension] = name.match(/^(.*?)(\.[^.]*)?$/s);
  let found = name;
  for (let number = 2; names.has(found); number++) found = `${stem} (${number})${extension || ""}`;
  names.add(found);
  return found;
}
$("moved").onclick = () => work(() => each("moved", (result) => result.left, "mau-moi.zip", (n) => `Đã chuyển ${n} tệp sang mẫu mới.`));
$("report").onclick = () => work(() => each("report", (result) => [result.says], "bao-cao.zip", (n) => (picked.length > 1 ? `Đã lập ${n} báo cáo.` : "")));
$("template").onclick = () => work(async () => {
  const [, files] = await run("template", await options());
  offer(files, "");
  say("Đã tạo mẫu trống; bấm liên kết để lưu.");
});
$("merge").onclick = () => work(async () => {
  say("Đang tổng hợp…");
  const [result, files] = await run("merge", await given({ one: $("one").checked }), (done, of) => { bar(done, of); sometimes(() => say(`Đang đọc ${done}/${of}`)); });
  const main = Object.keys(MADE), known = ([name]) => name in MADE;
  offer([...files.filter(known).sort(([a], [b]) => main.indexOf(a) - main.indexOf(b)), ...files.filter((one) => !known(one))], "");
  const sources = result.merged.sources, aside = sources.filter((one) => one.outcome !== "merged");
  say(`Tìm thấy ${result.merged.found} tệp: ${sources.length - aside.length} đã tổng hợp, ${aside.length} không. ` +
    `Công văn đôn đốc: ${result.missing} đơn vị chưa nộp, ${result.unusable} đơn vị đã gửi nhưng chưa dùng được, ${result.faulty} đơn vị cần chỉnh sửa. Bấm liên kết để lưu.`);
  const left = [
    ...aside.map((one) => [one.path, result.whys[one.why] || ""]), ...lost,
    ...[...ended].map((name) => [name, "làm phần đọc bị dừng khi kiểm tra"]),
  ];
  $("stale").hidden = true;
  $("result").replaceChildren(
    table("Số liệu tổng hợp", ["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Để riêng", "Đơn vị chưa có số liệu"],
      result.fields.map(([id, ...said]) => [result.merged.totals[id], ...said]).filter(([total]) => total)
        .map(([total, tt, label, unit]) => [tt, label, unit, ...(total.aggregation ? [unsummed(total), ""] : [number(total.used), number(total.set_aside)]),
          number(total.units_missing)])),
    ...(left.length ? [table("Tệp chưa tổng hợp", ["Tệp", "Lý do"], left)] : []),
    table("Vấn đề", ["Mức", "Mã", "Ở đâu, sai gì, sửa thế nào"],
      result.merged.findings, undefined, (one) => [levelled(one.severity, LEVELS[one.severity]), one.code, one.message]),
  );
  $("print").hidden = false;
});
$("stop").onclick = () => { stopped = true; again(new Error("stopped")).catch((error) => say(told(error))); };
$("print").onclick = () => print();
// What is folded is not printed: all is unfolded for the paper and folded again.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("#result details:not([open])")];
  for (const one of folded) { one.open = true; one.draw(); }
  for (const one of document.querySelectorAll("#result .more")) one.click();
});
addEventListener("afterprint", () => { for (const one of folded) one.open = false; });
addEventListener("beforeunload", (event) => { if (calls.size) event.preventDefault(); });

// --- what the user gets --------------------------------------------------------------------------------------------

// Only textContent: a stranger's workbook is never markup.
function element(name, text = "", look = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}
const MADE = { "tong-hop.xlsx": "tệp tổng hợp", "don-doc.zip": "công văn, thư đôn đốc", "so-lieu.csv": "mọi số liệu" }; // in this order
function offer(files, archive) {
  for (const [name, data] of files.length > 3 && archive ? [[archive, zipped(files)]] : files) {
    const link = element("a", `Tải ${name} (${number(Math.ceil(data.length / 1024))} KB)${name in MADE ? `: ${MADE[name]}` : ""}`);
    offered.set(name, data);
    link.href = URL.createObjectURL(new Blob([data]));
    link.download = name.split("/").pop();
    const line = element("li");
    line.append(link);
    $("downloads").append(line);
  }
}
// The first rows at once, the rest when it is asked for or printed: a browser is busy for seconds with thousands.
function table(caption, heads, items, about = caption, cells = (one) => one) {
  const made = element("table");
  made.createCaption().textContent = caption;
  const head = made.createTHead().insertRow();
  for (const text of heads) { const cell = element("th", text); cell.scope = "col"; head.append(cell); }
  const body = made.createTBody();
  const draw = (some) => {
    for (const item of some) {
      const line = body.insertRow();
      for (const one of cells(item)) line.insertCell().append(one instanceof Node ? one : document.createTextNode(one ?? ""));
    }
  };
  const box = element("div", "", "scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", about);
  box.append(made);
  draw(items.slice(0, MANY));
  if (items.length > MANY) {
    const more = element("button", `Hiện tất cả ${number(items.length)} dòng (đang hiện ${number(MANY)})`, "more");
    more.type = "button";
    more.onclick = () => {
      if (document.activeElement === more) box.focus();
      more.remove();
      draw(items.slice(MANY));
    };
    box.append(more);
  }
  return box;
}
function show(files, skipped) {
  const count = (status) => files.filter((one) => one.status === status).length;
  say(files.length === 1 && !skipped.length ? verdict(files[0]) : `Đã kiểm tra ${files.length} tệp: ${count("valid")} hợp lệ, ` +
    `${count("warnings")} có cảnh báo, ${count("errors")} có lỗi, ${count("unreadable")} không đọc được.`);
  const sorted = [...files].sort((a, b) => STATUS_ORDER.indexOf(a.status) - STATUS_ORDER.indexOf(b.status));
  $("result").replaceChildren(...sorted.map((one, place) => shown(one, place < OPENED)));
  if (skipped.length) $("result").append(table("Tệp không kiểm tra", ["Tệp", "Lý do"], skipped.map((one) => [one.path, one.why])));
  $("print").hidden = false;
}
const number = (value) => new Intl.NumberFormat("vi", { maximumFractionDigits: 20 }).format(value);
// What is not added up: how many units gave each answer, where one is chosen; the rest stands in the workbook.
const unsummed = (total) => Object.entries(total.answers || {}).map(([answer, units]) => `${answer}: ${number(units)} đơn vị`).join("; ") || "xem tong-hop.xlsx";
function verdict(file) {
  const count = (severity) => file.findings.filter((one) => one.severity === severity).length;
  if (file.status === "unreadable") return "Tệp không đọc được. Đề nghị làm theo cột “Sửa thế nào”.";
  if (file.status === "errors") return `Báo cáo có ${count("error")} lỗi, ${count("warning")} cảnh báo. Đề nghị sửa các lỗi trước khi gửi.`;
  if (file.status === "warnings") return `Báo cáo không có lỗi, có ${count("warning")} cảnh báo. Đề nghị xem lại các chỗ có cảnh báo trước khi gửi.`;
  return "Báo cáo hợp lệ.";
}
function levelled(severity, text) {
  const made = element("span", text, "level");
  made.prepend(element("span", SIGNS[severity], "sign"));
  return made;
}
function shown(file, open) {
  const box = element("details", "", "file");
  box.append(element("summary", `${file.path}: ${file.says}${file.unit ? ` (${file.unit}${file.period ? `, ${file.period}` : ""})` : ""}`));
  let drawn = false;
  const draw = () => { if (!drawn) { drawn = true; box.append(...inside(file)); } };
  box.ontoggle = () => { if (box.open) draw(); };
  box.draw = draw;
  box.open = open;
  if (open) draw();
  return box;
}
function inside(file) {
  const made = [], cells = new Map(), said = element("div", "", "said"), above = element("div");
  said.setAttribute("aria-live", "polite");
  said.hidden = true;
  const speak = (finding) => {
    said.hidden = false;
    said.replaceChildren(element("strong", `${finding.level} ${finding.code}${finding.place ? `, ô ${finding.place}` : ""}: `),
      document.createTextNode([finding.what, finding.why, finding.repair].filter(Boolean).join(" ")));
    for (const cell of cells.values()) cell.classList.remove("chosen");
    const cell = cells.get(finding.cell), line = element("tr"), wide = element("td");
    if (said.closest("tr")) said.closest("tr").remove();
    if (!cell || finding.sheet !== file.table.sheet) { above.append(said); return; }
    cell.classList.add("chosen");
    wide.colSpan = file.table.columns.length + 1;
    wide.append(said);
    line.append(wide);
    cell.parentElement.after(line); // beside the cell that it is about
    line.scrollIntoView({ block: "nearest" });
  };
  if (!file.findings.length) return [element("p", "Không có điều gì cần sửa.")];
  for (const sheet of [...new Set(file.findings.map((one) => one.sheet))]) {
    const rows = file.findings.filter((one) => one.sheet === sheet).map((finding) => {
      const place = element("button", finding.place || "cả tệp");
      place.type = "button";
      place.onclick = () => speak(finding);
      return [place, levelled(finding.severity, finding.level), finding.code, [finding.what, finding.why].filter(Boolean).join(" "), repair(file, finding)];
    });
    made.push(table(sheet ? `Trang tính “${sheet}”` : "Cả tệp", ["Ô", "Mức", "Mã", "Sai gì, vì sao", "Sửa thế nào"], rows, `${sheet || "Cả tệp"}, ${file.path}`));
  }
  above.append(said);
  made.push(above);
  if (file.table) made.push(sheetOf(file, cells, speak));
  return made;
}
function repair(file, finding) {
  const proposal = file.proposals.find((one) => one.field === finding.field && one.code === finding.code);
  if (!proposal) return finding.repair;
  const label = element("label", ` Nhận ${proposal.proposed} vào “Bản đã sửa”`), box = element("input"), made = element("span", `${finding.repair} `);
  box.type = "checkbox";
  box.dataset.path = file.path;
  box.dataset.field = proposal.field;
  box.dataset.code = proposal.code;
  label.prepend(box);
  label.className = "no-print";
  made.append(label);
  return made;
}
function sheetOf(file, cells, speak) {
  const rows = file.table.rows.map((row) => [String(row.row), ...row.texts.map((text) => element("span", text))]);
  const box = table(`Bảng số liệu, trang tính “${file.table.sheet}”`, ["Dòng", ...file.table.columns], rows, `Bảng số liệu, ${file.path}`);
  box.classList.add("sheet");
  const worst = new Map();
  for (const one of file.findings) {
    if (one.sheet !== file.table.sheet || !one.cell) continue;
    const before = worst.get(one.cell);
    if (!before || Object.keys(SIGNS).indexOf(one.severity) < Object.keys(SIGNS).indexOf(before.severity)) worst.set(one.cell, one);
  }
  [...box.querySelectorAll("tbody tr")].forEach((line, at) => {
    const head = element("th", String(file.table.rows[at].row));
    head.scope = "row";
    line.cells[0].replaceWith(head);
    file.table.columns.forEach((letter, column) => {
      const cell = line.cells[column + 1], address = `${letter}${file.table.rows[at].row}`, finding = worst.get(address);
      cells.set(address, cell);
      if (!finding) return;
      cell.classList.add(finding.severity);
      const button = element("button", `${SIGNS[finding.severity]} ${cell.textContent || "(trống)"}`);
      button.type = "button";
      button.title = `${finding.level} ${finding.code}`;
      button.onclick = () => speak(finding);
      cell.replaceChildren(button);
    });
    const { texts } = file.table.rows[at], end = texts.findLastIndex(Boolean);
    if (end >= 0 && texts[end].length > LONG && !texts.some((_, column) => column > end && line.cells[column + 1].className)) {
      line.cells[end + 1].colSpan = texts.length - end; // as in Excel, over the empty cells beside it
      while (line.cells.length > end + 2) line.deleteCell(-1);
    }
  });
  return box;
}

// One zip for many results, because a browser asks again for each further download. Stored, not compressed.
function zipped(files) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
  const sum = (data) => { let crc = -1; for (const byte of data) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8); return ~crc >>> 0; };
  const pieces = [], entries = [];
  let at = 0;
  const number = (view, place, value, size) => (size === 2 ? view.setUint16(place, value, true) : view.setUint32(place, value, true));
  const head = (signature, length, fields) => {
    const made = new Uint8Array(length), view = new DataView(made.buffer);
    view.setUint32(0, signature, true);
    for (const [place, value, size] of fields) number(view, place, value, size);
    return made;
  };
  for (const [path, data] of files) {
    const name = new TextEncoder().encode(path), crc = sum(data);
    const common = (shift) => [[4 + shift, 20, 2], [6 + shift, 0x800, 2], [12 + shift, 0x21, 2], [14 + shift, crc, 4], [18 + shift, data.length, 4], [22 + shift, data.length, 4], [26 + shift, name.length, 2]];
    pieces.push(head(0x04034b50, 30, common(0)), name, data);
    entries.push(head(0x02014b50, 46, [[4, 20, 2], ...common(2), [42, at, 4]]), name);
    at += 30 + name.length + data.length;
  }
  const size = entries.reduce((all, one) => all + one.length, 0);
  const end = head(0x06054b50, 22, [[8, files.length, 2], [10, files.length, 2], [12, size, 4], [16, at, 4]]);
  const whole = new Uint8Array(at + size + 22);
  let place = 0;
  for (const piece of [...pieces, ...entries, end]) { whole.set(piece, place); place += piece.length; }
  return whole;
}

(async () => {
  try {
    await load();
    laps.unpacked = Math.round(performance.now() - began);
    await begin();
    ready = true;
    laps.ready = Math.round(performance.now() - began);
    $("bar").hidden = true;
    say("Sẵn sàng. Đề nghị chọn tệp báo cáo.");
    enable(true);
    if (picked.length) work(check);
  } catch (error) {
    $("bar").hidden = true;
    say(`Trình duyệt này không chạy được trang (${(error && error.message) || error}). Đề nghị dùng Chrome, Edge hoặc Firefox bản mới.`);
  }
})();
