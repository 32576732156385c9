// Buttons that need a script: hidden in the page, shown where they can do something.
const said = document.querySelector("[data-said]");
const say = (words) => said.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }));
addEventListener("say", ({ detail }) => say(detail));

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    say(said.dataset.copied);
  } catch {
    say(said.dataset.notCopied);
  }
}

const address = (button) => new URL(button.dataset.address, location).href;
const works = {
  print: () => print(),
  copy: (button) => copy(button.dataset.words ?? address(button)),
  share: (button) => navigator.share({ title: document.title, url: address(button) }).catch(() => {}),
};

function show(name) {
  for (const button of document.querySelectorAll(`[data-do="${name}"]`)) {
    button.hidden = false;
    button.onclick = () => works[name](button);
  }
}

async function mayCopy() {
  if (!navigator.clipboard) return false;
  // Not every browser knows this permission.
  const permission = await navigator.permissions?.query({ name: "clipboard-write" }).catch(() => {});
  return permission?.state !== "denied";
}

show("print");
if (navigator.share) show("share");
if (await mayCopy()) {
  const template = document.querySelector("template[data-copy-button]");
  for (const sentence of document.querySelectorAll("[data-copy]")) {
    const button = template.content.firstElementChild.cloneNode(true);
    button.dataset.words = sentence.textContent;
    button.querySelector("[lang]").textContent = sentence.textContent;
    sentence.parentElement.append(button);
  }
  show("copy");
}
