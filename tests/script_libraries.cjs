// A workbook opened, typed into and saved by a library of scripts, in place.
//   node script_libraries.cjs MODULES sheetjs|exceljs FILE.xlsx '[["Sheet", "A1", "text"], ...]'
// A sheet that is not there is made.
const { createRequire } = require("node:module");
const [, , modules, kind, file, edits] = process.argv;
const load = createRequire(modules + "/x.js");

async function main() {
  if (kind === "sheetjs") {
    const XLSX = load("xlsx");
    const book = XLSX.readFile(file, { cellStyles: true, cellNF: true, bookVBA: true });
    for (const [name, cell, text] of JSON.parse(edits)) {
      if (!book.SheetNames.includes(name)) XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([[]]), name);
      XLSX.utils.sheet_add_aoa(book.Sheets[name], [[text]], { origin: cell });
    }
    XLSX.writeFile(book, file, { bookType: "xlsx", compression: true });
    return;
  }
  const book = new (load("exceljs").Workbook)();
  await book.xlsx.readFile(file);
  for (const [name, cell, text] of JSON.parse(edits)) (book.getWorksheet(name) || book.addWorksheet(name)).getCell(cell).value = text;
  await book.xlsx.writeFile(file);
}
main().catch((error) => {
  console.error(String(error && error.stack));
  process.exit(1);
});
