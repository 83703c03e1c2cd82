// Filters send themselves and leave no empty parameters in the address; unsaved entries ask before the page is left.
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

// Of many forms on one page each is saved by itself: what was typed in the others comes back with the page.
const KEPT = "ansinh-typed";
const guarded = [...document.querySelectorAll("form[data-guard]")];
const unsaved = new Set(guarded.filter((form) => form.querySelector(".loi-o")));
const placeOf = (form) => form.closest("[id]")?.id;
const typedIn = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
for (const form of guarded) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => {
    unsaved.delete(form);
    const others = [...unsaved].filter(placeOf).map((one) => [placeOf(one), typedIn(one)]);
    if (others.length) sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, others }));
    unsaved.clear();
  });
}
const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
if (kept?.path === location.pathname) {
  sessionStorage.removeItem(KEPT);
  for (const [place, entries] of kept.others) {
    const form = guarded.find((one) => placeOf(one) === place);
    if (!form) continue;
    for (const [name, value] of entries) if (form.elements[name]) form.elements[name].value = value;
    unsaved.add(form);
  }
}
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

// A second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  setTimeout(() => { if (!event.defaultPrevented) form.dataset.sent = "1"; });
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
