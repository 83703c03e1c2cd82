// Offers units while a name is typed; without this script the name or code is read by the server all the same.
for (const box of document.querySelectorAll("[data-unit-choices]")) {
  const list = document.getElementById(box.getAttribute("list"));
  let asked = "";
  let waiting;
  const offer = async () => {
    const text = box.value.trim();
    if (text.length < 2 || text === asked || text.endsWith(")")) return;
    asked = text;
    const answer = await fetch(`${list.dataset.url}?q=${encodeURIComponent(text)}`);
    if (!answer.ok || asked !== text) return;
    const { units } = await answer.json();
    list.replaceChildren(...units.map(({ code, name, above }) => {
      const option = document.createElement("option");
      option.value = `${[name, above].filter(Boolean).join(", ")} (${code})`;
      return option;
    }));
  };
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(offer, 180); });
}
