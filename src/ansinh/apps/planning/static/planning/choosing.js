// A list whose rows are ticked and acted on together: J and K walk, X ticks, a key of an act takes the current row
// where none is ticked. Without this script the boxes and buttons work as they are.
const form = document.querySelector("form[data-chon]");

function rows() { return [...form.querySelectorAll("tr[data-dong]")]; }

function boxOf(row) { return row && row.querySelector("input[type=checkbox]"); }

function current() { return document.activeElement.closest("form[data-chon] tr[data-dong]"); }

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select") !== null;
}

function go(row) {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function walk(step) {
  const all = rows();
  const at = all.indexOf(current());
  go(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
}

function tick(row) {
  const box = boxOf(row);
  if (box) { box.checked = !box.checked; tally(); }
}

function tally() {
  const all = form.querySelector("[data-chon-het]");
  if (!all) return;
  const boxes = rows().map(boxOf).filter(Boolean);
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-chon-het]")) {
      for (const box of rows().map(boxOf).filter(Boolean)) box.checked = event.target.checked;
    }
    tally();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const row = current();
    if (key === "J" || key === "K") walk(key === "J" ? 1 : -1);
    else if (key === "X" && row) tick(row);
    else if (key === "Enter" && row && event.target === row && row.querySelector("a[data-mo]")) row.querySelector("a[data-mo]").click();
    else return;
    event.preventDefault();
  });

  // An act by key with nothing ticked is about the row one stands on.
  form.addEventListener("submit", () => {
    const row = current();
    const boxes = rows().map(boxOf).filter(Boolean);
    if (row && boxOf(row) && !boxes.some((box) => box.checked)) boxOf(row).checked = true;
  });

  const marked = location.hash && form.querySelector(location.hash);
  if (marked) go(marked);
}
