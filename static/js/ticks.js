// Ticks on the steps of a plan and on its papers: kept on this device alone, under the answers of the plan.
const ALL = "ticks?";
const key = ALL + document.querySelector("[data-ticks]")?.dataset.ticks;
const boxes = [...document.querySelectorAll("[data-tick]")];

const ticked = () => new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));

function show() {
  const done = ticked();
  for (const box of boxes) {
    const id = box.dataset.tick;
    box.checked = done.has(id);
    box.closest("[hidden]")?.removeAttribute("hidden");
    for (const place of document.querySelectorAll(`[id="${id}"], [href="#${id}"]`)) {
      place.classList.toggle("done", box.checked);
    }
  }
}

function tick({ target }) {
  const done = ticked();
  done[target.checked ? "add" : "delete"](target.dataset.tick);
  localStorage.setItem(key, JSON.stringify([...done]));
  show();
}

function clear() {
  for (const name of Object.keys(localStorage)) if (name.startsWith(ALL)) localStorage.removeItem(name);
  show();
}

try {
  show(); // throws where nothing may be stored: the boxes then stay hidden
  for (const box of boxes) box.onchange = tick;
  for (const button of document.querySelectorAll('[data-do="clear"]')) {
    button.hidden = false;
    button.onclick = () => {
      clear();
      dispatchEvent(new CustomEvent("say", { detail: button.dataset.cleared }));
    };
  }
  addEventListener("storage", show); // the same plan in another window
  addEventListener("forget", clear);
} catch {}
