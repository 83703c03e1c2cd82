// The entry grid: a row is sent when it is left, what is shown is what the server keeps, nothing typed is lost.
const root = document.querySelector("[data-grid]");
const table = root.querySelector("table");
const problem = root.querySelector("[data-problem]");
const saved = root.querySelector("[data-saved]");
const RETRY_MS = 8000;
const waiting = new Map();
const failed = new Set();
const refused = new Map();
let unsaved = 0;
// While a row is being replaced the browser takes the focus from it; that is nobody leaving the row.
let replacing = false;
let timer = 0;

const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || document.querySelector("input[name=csrfmiddlewaretoken]").value;
const rowOf = (element) => {
  const row = element.closest("tr");
  return row?.dataset.of ? document.getElementById(`l${row.dataset.of}`) : row;
};
const partOf = (row, kind) => table.querySelector(`tr.${kind}[data-of="${row.dataset.line}"]`);
const noteOf = (row) => partOf(row, "ghi-chu")?.querySelector("textarea");
const inputs = () => [...table.querySelectorAll("td.o input")];
const controls = (row) => [...row.querySelectorAll("td.o input, select, [data-note]")];

function say(text) {
  problem.hidden = !text;
  problem.textContent = text || "";
}

function fieldsOf(row) {
  const data = new URLSearchParams();
  for (const input of row.querySelectorAll("input, select")) data.set(input.name, input.value);
  data.set("note", noteOf(row)?.value ?? "");
  if (data.get("blank")) for (const name of ["numerator", "denominator", "value"]) data.delete(name);
  data.set("revision", row.dataset.revision);
  return data;
}

function changed(row) {
  const select = row.querySelector("select[name=blank]");
  const note = noteOf(row);
  return (
    [...row.querySelectorAll("td.o input")].some((input) => input.value !== input.defaultValue) ||
    (select && !select.selectedOptions[0]?.defaultSelected && !(select.value === "" && !select.querySelector("option[selected]"))) ||
    (note && note.value !== note.defaultValue)
  );
}

function mark(row, state) {
  for (const cell of row.querySelectorAll("td.o")) {
    cell.classList.remove("luu", "gui", "sai", "ghi", "trong");
    cell.classList.add(state);
  }
}

function showError(row, text) {
  const line = partOf(row, "loi-dong");
  line.hidden = false;
  line.cells[1].textContent = text;
  mark(row, "sai");
  for (const input of row.querySelectorAll("td.o input")) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `e${row.dataset.line}`);
  }
}

// Puts the server's row in place of ours, keeping where the person is and what is being typed there.
function replace(row, html, sent) {
  const active = document.activeElement;
  const mine = active && (active.closest("tr") === row || active.closest("tr")?.dataset.of === row.dataset.line);
  const name = mine ? active.name || (active.hasAttribute("data-note") ? "data-note" : "") : "";
  const note = noteOf(row);
  const noteOpen = !partOf(row, "ghi-chu").hidden;
  // What was typed after this row was sent is newer than the answer.
  const newer = new Map();
  for (const input of [...row.querySelectorAll("td.o input"), ...(note ? [note] : [])]) {
    if (sent && input.value !== (sent.get(input.name) ?? "") && input.value !== input.defaultValue) newer.set(input.name, input.value);
  }
  const holder = document.createElement("tbody");
  holder.innerHTML = html;
  const line = row.dataset.line;
  replacing = true;
  partOf(row, "loi-dong").remove();
  partOf(row, "ghi-chu").remove();
  row.replaceWith(...holder.children);
  replacing = false;
  const fresh = document.getElementById(`l${line}`);
  const freshNote = partOf(fresh, "ghi-chu");
  if (noteOpen) {
    freshNote.hidden = false;
    fresh.querySelector("[data-note]")?.setAttribute("aria-expanded", "true");
  }
  for (const [field, value] of newer) {
    const place = field === "note" ? noteOf(fresh) : fresh.querySelector(`[name="${field}"]`);
    if (place) place.value = value;
  }
  if (name) {
    const again = name === "data-note" ? fresh.querySelector("[data-note]") : fresh.querySelector(`[name="${name}"]`) || freshNote.querySelector(`[name="${name}"]`);
    if (again) {
      again.focus({ preventScroll: true });
      if (again.select && again.tagName === "INPUT" && !newer.has(name)) again.select();
      else if (again.setSelectionRange && again.tagName !== "SELECT") again.setSelectionRange(again.value.length, again.value.length);
    }
  }
  return fresh;
}

// Asks the server; answers null where it cannot be reached, and a sentence where the session has ended.
async function ask(url, options) {
  try {
    const answer = await fetch(url, { method: "POST", ...options, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch", ...options.headers } });
    if (answer.redirected) return { ended: true };
    return await answer.json().catch(() => ({ error: "Chưa lưu được: trang chủ trả lời lạ. Số vẫn ở đây; tải lại trang ở thẻ khác để xem." }));
  } catch {
    return null;
  }
}

const LOST = "Mất kết nối: chưa lưu được. Số vẫn ở đây và tự gửi lại khi có mạng; đừng đóng trang.";
const ENDED = "Phiên làm việc đã hết. Mở thẻ khác, đăng nhập lại; số ở đây sẽ tự gửi tiếp.";

async function send(row) {
  const line = row.dataset.line;
  if (waiting.has(line)) { waiting.set(line, "again"); return; }
  waiting.set(line, "sent");
  failed.delete(line);
  unsaved += 1;
  mark(row, "gui");
  const data = fieldsOf(row);
  const told = await ask(row.dataset.url, { body: data });
  unsaved -= 1;
  const again = waiting.get(line) === "again";
  waiting.delete(line);
  const now = document.getElementById(`l${line}`);
  if (!told || told.ended) {
    failed.add(line);
    showError(now, told ? ENDED : LOST);
    later();
    return;
  }
  if (told.error && !told.rows) refused.set(line, data.toString());
  take(told, now, data);
  if (again) leave(document.getElementById(`l${line}`));
}

function later() {
  clearTimeout(timer);
  if (failed.size) timer = setTimeout(sendFailed, RETRY_MS);
}

function sendFailed() {
  for (const line of [...failed]) {
    const row = document.getElementById(`l${line}`);
    if (row) send(row);
  }
}
window.addEventListener("online", sendFailed);

function take(told, row, sent) {
  if (told.error && row && !told.rows) { showError(row, told.error); return; }
  for (const [line, html] of Object.entries(told.rows || {})) {
    const old = document.getElementById(`l${line}`);
    if (!old) continue;
    const mine = told.error ? typedOf(old) : "";
    const fresh = replace(old, html, told.error ? null : sent);
    // Somebody else's figure stands there now: ours is said, so that nothing has to be remembered.
    if (told.error) showError(fresh, `${told.error} Bạn vừa nhập: ${mine}.`);
    if (told.error && !row) say(told.error);
  }
  if (!told.error) say("");
  if (told.saved) {
    saved.textContent = ` · ${told.saved}`;
    root.querySelector("[data-done]").textContent = told.done;
    for (const left of root.querySelectorAll("[data-left]")) left.textContent = told.left;
    for (const [kind, count] of Object.entries(told.counts || {})) {
      for (const place of root.querySelectorAll(`[data-count="${kind}"]`)) {
        place.textContent = count;
        place.closest("[data-part]").hidden = !count && !place.closest("[aria-current]");
      }
    }
  }
}

function typedOf(row) {
  const select = row.querySelector("select[name=blank]");
  if (select?.value) return select.selectedOptions[0].textContent.toLowerCase();
  return [...row.querySelectorAll("td.o input")].map((input) => input.value || "để trống").join(" / ");
}

// A row is sent once it was changed; what the server has refused is sent again only after another change.
function leave(row) {
  if (!row?.dataset.url || !changed(row)) return;
  if (refused.get(row.dataset.line) === fieldsOf(row).toString()) return;
  send(row);
}

table.addEventListener("input", (event) => {
  if (!event.target.closest("td.o") || !event.target.value) return;
  const blank = rowOf(event.target).querySelector("select[name=blank]");
  if (blank) blank.value = "";
});

table.addEventListener("change", (event) => {
  if (replacing) return;
  const row = rowOf(event.target);
  if (event.target.name === "blank" && event.target.value) {
    for (const input of row.querySelectorAll("td.o input")) input.value = "";
    if (event.target.value === "no_data") openNote(row);
  }
  leave(row);
});
table.addEventListener("focusout", (event) => { if (!replacing) leave(rowOf(event.target)); });

function openNote(row) {
  partOf(row, "ghi-chu").hidden = false;
  row.querySelector("[data-note]")?.setAttribute("aria-expanded", "true");
  noteOf(row)?.focus();
}

function closeNote(row) {
  const back = row.querySelector("td.o input");
  back?.focus();
  partOf(row, "ghi-chu").hidden = true;
  row.querySelector("[data-note]")?.setAttribute("aria-expanded", "false");
}

table.addEventListener("click", (event) => {
  const button = event.target.closest("[data-note]");
  if (!button) return;
  const row = rowOf(button);
  if (partOf(row, "ghi-chu").hidden) openNote(row);
  else closeNote(row);
});

function go(target) {
  if (!target) return;
  target.focus();
  if (target.select) target.select();
}

function besideInRow(element, by) {
  const all = controls(rowOf(element));
  return all[all.indexOf(element) + by];
}

function sameColumn(input, by) {
  const all = inputs();
  const column = input.closest("td").cellIndex;
  for (let i = all.indexOf(input) + by; i >= 0 && i < all.length; i += by) {
    if (all[i].closest("td").cellIndex === column) return all[i];
  }
  return null;
}

// Tab and Enter go from figure to figure; → and ← reach the choice and the note of the row.
table.addEventListener("keydown", (event) => {
  const at = event.target;
  const row = rowOf(at);
  if (!row?.dataset.url) return;
  if (at.name === "note") {
    if (event.key === "Escape" || (event.ctrlKey && event.key === "Enter")) { event.preventDefault(); closeNote(row); }
    return;
  }
  if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); openNote(row); return; }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const isInput = Boolean(at.closest("td.o"));
  const all = inputs();
  const atEnd = !isInput || at.selectionEnd === at.value.length;
  const atStart = !isInput || at.selectionStart === 0;
  const next = {
    ArrowDown: () => isInput && sameColumn(at, 1),
    ArrowUp: () => isInput && sameColumn(at, -1),
    ArrowRight: () => atEnd && besideInRow(at, 1),
    ArrowLeft: () => atStart && besideInRow(at, -1),
    Enter: () => isInput && all[all.indexOf(at) + (event.shiftKey ? -1 : 1)],
  }[event.key];
  if (event.key === "Escape" && isInput) { at.value = at.defaultValue; return; }
  const target = next?.();
  if (!target) { if (isInput && event.key === "Enter") { event.preventDefault(); leave(row); } return; }
  event.preventDefault();
  go(target);
});

table.addEventListener("focusin", (event) => {
  if (event.target.closest("td.o") && event.target.select) event.target.select();
});

// A block from a spreadsheet fills the cells below and to the right, row by row of the form.
table.addEventListener("paste", async (event) => {
  const input = event.target;
  if (!input.closest("td.o")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = [...table.querySelectorAll("tr.hang-o[data-url]")];
  const first = rows.indexOf(input.closest("tr"));
  const column = [...input.closest("tr").querySelectorAll("td.o input")].indexOf(input);
  const block = text.split("\n").map((line) => line.split("\t"));
  if (first + block.length > rows.length) { say(`Khối dán có ${block.length} dòng mà từ ô này xuống chỉ còn ${rows.length - first} dòng nhập được.`); return; }
  const plan = [];
  for (const [i, cells] of block.entries()) {
    const places = [...rows[first + i].querySelectorAll("td.o input")].slice(column);
    const extra = cells.slice(places.length).filter((cell) => cell.trim());
    if (extra.length) { say(`Dòng ${i + 1} của khối dán có nhiều cột hơn ô nhập được. Chưa dán gì.`); return; }
    plan.push({ row: rows[first + i], places, cells });
  }
  const sent = plan.map(({ row, places, cells }) => {
    const before = places.map((place) => place.value);
    cells.slice(0, places.length).forEach((cell, k) => { places[k].value = cell.trim(); });
    const blank = row.querySelector("select[name=blank]");
    if (blank && cells.some((cell) => cell.trim())) blank.value = "";
    return { row, before, places, data: { ...Object.fromEntries(fieldsOf(row)), line: row.dataset.line } };
  });
  say("");
  for (const one of sent) { mark(one.row, "gui"); waiting.set(one.data.line, "sent"); }
  unsaved += 1;
  const told = await ask(root.dataset.paste, {
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ rows: sent.map((one) => one.data) }),
  });
  unsaved -= 1;
  for (const one of sent) waiting.delete(one.data.line);
  if (!told || told.ended) {
    say(told ? ENDED : LOST);
    for (const one of sent) { failed.add(one.data.line); showError(document.getElementById(`l${one.data.line}`), told ? ENDED : LOST); }
    later();
    return;
  }
  if (told.rows) { take(told, null, null); return; }
  say(told.error || "Chưa lưu được khối vừa dán.");
  for (const one of sent) {
    const wrong = told.cells?.[one.data.line];
    if (wrong) { refused.set(one.data.line, fieldsOf(one.row).toString()); showError(one.row, wrong); continue; }
    mark(one.row, "luu");
    one.places.forEach((place, k) => { place.value = one.before[k]; });
  }
});

window.addEventListener("beforeunload", (event) => {
  const typing = [...table.querySelectorAll("tr.hang-o[data-url]")].some(changed);
  if (unsaved || failed.size || typing) event.preventDefault();
});
