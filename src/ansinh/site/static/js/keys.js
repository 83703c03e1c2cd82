// Keys of a page: an element with data-key="E" is pressed by that key; "/" goes to the search box.
// Keys do nothing while somebody types. "Ctrl+Z" is written data-key="Ctrl+Z".
function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (typing(event.target)) return;
  if (event.key === "/" && !event.ctrlKey) {
    const box = document.querySelector("[data-search]");
    if (box) { event.preventDefault(); box.focus(); }
    return;
  }
  const name = (event.ctrlKey ? "Ctrl+" : "") + (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === name && !one.disabled);
  if (!wanted) return;
  // Enter on a link or button keeps its own meaning.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  event.preventDefault();
  if (wanted.matches("input, select, textarea")) wanted.focus(); else wanted.click();
});
