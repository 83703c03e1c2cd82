// Long lists of boxes: search without diacritics, only what is ticked, a whole group at once, how many are ticked.
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

for (const root of document.querySelectorAll("[data-choose]")) {
  const search = root.querySelector("[data-search]");
  const only = root.querySelector("[data-only]");
  const count = root.querySelector("[data-count]");
  const groups = [...root.querySelectorAll("[data-group]")];
  const boxes = (group) => [...group.querySelectorAll("label.chon")].filter((line) => !line.hidden).map((line) => line.querySelector("input"));

  function show() {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    for (const group of groups) {
      let left = 0;
      for (const line of group.querySelectorAll("label.chon")) {
        const fits = words.every((word) => line.dataset.words.includes(word)) && (!only.checked || line.querySelector("input").checked);
        line.hidden = !fits;
        left += fits ? 1 : 0;
      }
      group.hidden = !left;
      const shown = boxes(group);
      group.querySelector("[data-all]").textContent = shown.length && shown.every((box) => box.checked) ? "Bỏ cả nhóm" : "Chọn cả nhóm";
    }
    count.textContent = root.querySelectorAll("label.chon input:checked").length - (only.checked ? 1 : 0);
  }

  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  root.addEventListener("change", show);
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    const shown = boxes(button.closest("[data-group]"));
    const tick = !shown.every((box) => box.checked);
    for (const box of shown) box.checked = tick;
    root.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
    show();
  });
  show();
}

// The list of agencies matters only where agencies report.
for (const part of document.querySelectorAll("[data-when]")) {
  const [name, value] = part.dataset.when.split("=");
  const radios = [...document.querySelectorAll(`input[name="${name}"]`)];
  const show = () => { part.hidden = radios.find((one) => one.checked)?.value !== value; };
  for (const radio of radios) radio.addEventListener("change", show);
  show();
}
