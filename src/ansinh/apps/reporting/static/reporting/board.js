// One box at the head of the board chooses every unit of the page that has not handed in.
const all = document.querySelector("[data-choose-all]");
if (all) {
  const boxes = [...all.closest("form").querySelectorAll("input[name=report]")];
  all.hidden = boxes.length === 0;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener("change", () => (all.checked = boxes.every((one) => one.checked))));
}
