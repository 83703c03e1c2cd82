// A file may be dropped on the form; the waiting page goes on by itself when the reading is done.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const nothing = chosen.textContent;
  const tell = () => { chosen.textContent = input.files.length ? input.files[0].name : nothing; };
  input.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("tha"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("tha"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("tha");
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; tell(); form.requestSubmit(); }
  });
}

const onward = document.querySelector("[data-onward]");
// Only who handed the file in may ask for its progress; a colleague's page looks anew by itself.
if (onward && "again" in onward.dataset) setTimeout(() => location.reload(), 4000);
if (onward) {
  document.addEventListener("htmx:afterSettle", () => {
    const job = document.querySelector(".job");
    if (job && !job.hasAttribute("hx-get")) location.assign(onward.dataset.onward);
  });
}
