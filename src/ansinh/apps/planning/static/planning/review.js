// The review by keyboard: the chosen row opens under itself, its sentence comes into view on the left,
// every act is sent at once and only what the server answers is shown. Without this script the same forms work as pages.
const root = document.querySelector("[data-review]");
const table = document.getElementById("rs-bang");
const doc = root.querySelector(".doc");
const alertBox = document.getElementById("rs-loi");
const lines = document.getElementById("rs-dong");
const told = document.getElementById("rs-noi");
const shown = new URLSearchParams(location.search);
const head = { "X-Requested-With": "fetch" };
const ended = "phiên làm việc đã hết. Tải lại trang để đăng nhập lại.";
let current = null;
let busy = false;
let opening = 0;
let opened = Promise.resolve();

const rows = () => [...table.querySelectorAll("tr.hang-rs")];
const panel = () => document.getElementById("bang-sua");
const typing = (target) => target.closest("input, textarea, select") !== null;

function say(text, isError) {
  alertBox.hidden = !text;
  alertBox.textContent = text || "";
  alertBox.classList.toggle("loi", Boolean(isError));
}

function showSource(key) {
  for (const lit of doc.querySelectorAll(".sang")) lit.classList.remove("sang");
  const marks = [...doc.querySelectorAll(`mark[data-item="${key}"]`)];
  const place = marks[0] || doc.querySelector(`[data-at~="${key}"]`);
  if (!place) return;
  for (const mark of marks) mark.classList.add("sang");
  const block = place.closest("p, tr") || place;
  block.classList.add("sang");
  const top = place.getBoundingClientRect().top - doc.getBoundingClientRect().top + doc.scrollTop;
  doc.scrollTop = Math.max(0, top - doc.clientHeight / 3);
}

// Which lines of the document stand in view.
function showLines() {
  const view = doc.getBoundingClientRect();
  let first = 0;
  let last = 0;
  for (const one of numbered) {
    const box = one.getBoundingClientRect();
    if (box.bottom <= view.top + 2) continue;
    if (box.top >= view.bottom - 2) break;
    first = first || Number(one.dataset.line);
    last = Number(one.dataset.line);
  }
  lines.textContent = first ? `dòng ${first}–${Math.max(first, last)}` : "";
}
const numbered = [...doc.querySelectorAll("[data-line]")];
let drawing = 0;
doc.addEventListener("scroll", () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(showLines);
}, { passive: true });

// The row stands under the head of the table, its panel below it; what does not fit is cut from the panel's end.
function bringIntoView(row) {
  const list = row.closest(".dong");
  const view = list.getBoundingClientRect();
  const top = row.getBoundingClientRect().top - view.top - table.tHead.offsetHeight;
  const end = (panel() || row).getBoundingClientRect().bottom - view.top - list.clientHeight;
  if (top < 0 || end > top) list.scrollTop += top;
  else if (end > 0) list.scrollTop += end;
}

function closePanel() {
  const open = panel();
  if (open) open.closest("tr").remove();
}

function number(place) {
  [...place.querySelectorAll("[data-offer]")].forEach((button, index) => {
    button.querySelector("kbd").textContent = String(index + 1);
    button.dataset.offer = String(index + 1);
  });
}

function putPanel(row, html) {
  closePanel();
  const holder = document.createElement("tr");
  holder.className = "hang-sua";
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length;
  cell.innerHTML = html;
  holder.append(cell);
  row.after(holder);
  number(holder);
}

function open(row, how = {}) {
  opened = bring(row, how);
  return opened;
}

// A key means the chosen row: while its panel is on its way the key waits, and never acts on the panel left behind.
async function ready() {
  const wanted = current;
  await opened;
  const shown = panel();
  return shown && current === wanted && shown.closest("tr").previousElementSibling === current ? shown : null;
}

async function bring(row, { edit = false, quiet = false }) {
  if (!row) return;
  const mine = ++opening;
  if (current && current !== row) current.classList.remove("chon");
  current = row;
  row.classList.add("chon");
  if (!quiet) row.focus({ preventScroll: true });
  bringIntoView(row);
  showSource(row.id);
  let answer;
  try {
    answer = await fetch(row.dataset.url + (edit ? "?sua=1" : ""), { headers: head, redirect: "manual" });
  } catch {
    if (mine === opening) say("Chưa mở được dòng này: mất kết nối với máy chủ. Thử lại khi có mạng.", true);
    return;
  }
  if (mine !== opening) return;
  if (answer.type === "opaqueredirect") { say(`Chưa mở được dòng này: ${ended}`, true); return; }
  if (!answer.ok) { say("Chưa mở được dòng này. Kiểm tra mạng rồi thử lại.", true); return; }
  const html = await answer.text();
  if (mine !== opening) return;
  putPanel(row, html);
  bringIntoView(row);
  if (edit) focusEdit();
  if (quiet) return;
  if (row.getBoundingClientRect().bottom > innerHeight) row.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `${location.pathname}${location.search}#${row.id}`);
}

function focusEdit() {
  const form = panel()?.querySelector("form.sua");
  if (!form) return;
  form.removeAttribute("data-closed");
  panel().querySelector("[data-open-edit]").setAttribute("aria-expanded", "true");
  const wrong = form.querySelector(".loi input, .loi textarea, .loi select");
  const first = wrong || form.querySelector("input[name$='-value']") || form.querySelector("textarea, input:not([type=hidden]), select");
  bringIntoView(current);
  first.focus();
  if (first.select) first.select();
}

function step(by) {
  const all = rows();
  const at = current ? all.indexOf(current) : -1;
  return all[Math.min(all.length - 1, Math.max(0, at + by))];
}

function nextFlagged() {
  const all = rows();
  const at = current ? all.indexOf(current) : -1;
  const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return order.find((row) => "flagged" in row.dataset);
}

function replaceRows(changed) {
  for (const [key, html] of Object.entries(changed)) {
    const old = document.getElementById(key);
    if (!old) continue;
    const holder = document.createElement("tbody");
    holder.innerHTML = html;
    const fresh = holder.firstElementChild;
    old.replaceWith(fresh);
    if (old === current) { current = fresh; fresh.classList.add("chon"); }
  }
}

async function send(form, button) {
  if (busy) return;
  busy = true;
  say("");
  const body = new FormData(form);
  if (button && button.name) body.set(button.name, button.value);
  for (const name of ["nhom", "loc"]) if (!body.has(name)) body.set(name, shown.get(name) || "");
  const row = form.closest("tr.hang-sua")?.previousElementSibling;
  if (row) { body.set("row_kind", row.dataset.kind); body.set("row_id", row.dataset.id); }
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", headers: head, body, redirect: "manual" });
  } catch {
    say("Chưa lưu được: mất kết nối với máy chủ. Những gì đã gõ vẫn còn; thử lại khi có mạng.", true);
    return;
  } finally { busy = false; }
  if (answer.type === "opaqueredirect") { say(`Chưa lưu: ${ended}`, true); return; }
  const kind = answer.headers.get("Content-Type") || "";
  if (answer.status === 422) {
    putPanel(row, await answer.text());
    focusEdit();
    return;
  }
  if (!kind.includes("json")) {
    say(`Chưa lưu được (mã ${answer.status}). Tải lại trang rồi thử lại.`, true);
    return;
  }
  const done = await answer.json();
  replaceRows(done.rows);
  for (const [id, html] of Object.entries(done.parts)) document.getElementById(id).outerHTML = html;
  if (!done.error) told.textContent = done.said;
  if (done.error) { say(done.said, true); if (current) await open(current); return; }
  const act = body.get("act");
  if ((act === "accept" || act === "reject" || act === "correct" || act === "suggest") && row) {
    if (current?.id !== row.id) return;
    closePanel();
    const next = step(1);
    if (next && next !== current) await open(next); else { await open(current); }
  } else if (form.action.endsWith(root.dataset.undo)) {
    const first = Object.keys(done.rows)[0];
    const back = first && document.getElementById(first);
    if (back) await open(back); else location.reload();
  } else if (current && Object.keys(done.rows).length <= 2) {
    await open(current);
  } else {
    closePanel();
    if (current) await open(current);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-act]")) return;
  event.preventDefault();
  send(form, event.submitter);
});

table?.addEventListener("click", (event) => {
  const row = event.target.closest("tr.hang-rs");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(row);
});

doc.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-item]");
  if (!mark) return;
  const row = document.getElementById(mark.dataset.item) || table?.querySelector(`[data-findings~="${mark.dataset.item}"]`);
  if (row) open(row);
});

document.addEventListener("click", (event) => {
  const other = event.target.closest("[data-row]");
  const row = other && document.getElementById(other.dataset.row);
  if (row) { event.preventDefault(); open(row); }
  if (event.target.closest("[data-open-edit]")) focusEdit();
  if (event.target.closest("[data-close-edit]")) leaveEdit();
});

function leaveEdit() {
  const form = panel()?.querySelector("form.sua");
  if (form) form.setAttribute("data-closed", "");
  current?.focus({ preventScroll: true });
}

async function press(selector) {
  (await ready())?.querySelector(selector)?.click();
}

async function edit() {
  if (!current) { open(rows()[0], { edit: true }); return; }
  const row = current;
  if (await ready()) focusEdit(); else if (row === current) open(row, { edit: true });
}

// The second click of a double click would fall on what the first one brought: the next row, the act before.
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("form[data-act] button")) event.preventDefault();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target.closest("form.sua")) { event.preventDefault(); leaveEdit(); }
    if (event.key === "Enter" && event.target.closest("form.sua") && (event.ctrlKey || event.target.matches("input"))) {
      event.preventDefault();
      event.target.closest("form").requestSubmit();
    }
    return;
  }
  if (event.ctrlKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const acts = {
    j: () => open(step(1)),
    k: () => open(step(-1)),
    ArrowDown: () => event.target.closest("tr.hang-rs") && open(step(1)),
    ArrowUp: () => event.target.closest("tr.hang-rs") && open(step(-1)),
    e: edit,
    x: () => press("form[data-decide] button[value=reject]"),
    l: () => {
      const row = nextFlagged();
      if (row) open(row); else say("Không còn dòng nào có lưu ý trong danh sách đang hiện.");
    },
  };
  if (key === "Enter") {
    if (event.target.closest("a, button, summary") && !event.target.closest("tr.hang-rs")) return;
    event.preventDefault();
    if (!panel()) open(current || rows()[0]); else press("form[data-decide] button[value=accept]");
    return;
  }
  if (/^[1-9]$/.test(key)) { press(`[data-offer="${key}"]`); return; }
  if (!(key in acts)) return;
  event.preventDefault();
  acts[key]();
});

// The page begins where the work is: at the row of the address, else the first with a note, else the first that waits.
const wanted = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
if (wanted?.matches("tr.hang-rs")) open(wanted);
else if (table && matchMedia("(min-width: 861px)").matches) {
  const waiting = (more) => table.querySelector(`tr.hang-rs[data-state="pending"]${more}`);
  const begin = waiting("[data-flagged]") || waiting("") || rows()[0];
  if (begin) open(begin, { quiet: true });
}
showLines();
