// The frame of a page: error summary takes the focus, the menu closes with Escape, details close when left.
document.documentElement.classList.add("js");

function focusErrors(root) {
  const box = root.querySelector("[data-focus]");
  if (box) box.focus();
}
focusErrors(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (location.hash === "#nav") {
    location.hash = "#noi-dung";
    const opener = document.querySelector(".btn.menu");
    if (opener) opener.focus();
  }
  for (const open of document.querySelectorAll("details.role[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.role[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
window.addEventListener("hashchange", () => {
  if (location.hash === "#nav") document.getElementById("nav")?.focus();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A table that is wider than its place can be reached and scrolled by keyboard.
function reachWide() {
  for (const box of document.querySelectorAll(".cuon")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      if (!box.hasAttribute("role")) {
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "Bảng, cuộn ngang được");
      }
    } else {
      box.removeAttribute("tabindex");
    }
  }
}
reachWide();
window.addEventListener("resize", reachWide);
