// Keeps pages for reading without a network, and forgets them when asked.
const find = (name) => document.querySelector(`[data-${name}]`);
const written = (date) =>
  new Date(date).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

const kept = document.documentElement.dataset.kept; // written there by the worker
if (kept) {
  const line = find("offline");
  line.querySelector("b").textContent = written(kept);
  line.hidden = false;
  document.querySelector("main").prepend(line);
}

async function stay() {
  const registration = await navigator.serviceWorker.register(find("worker").dataset.worker);
  const { active } = await navigator.serviceWorker.ready;
  const forget = find("forget");
  if (forget) {
    navigator.serviceWorker.onmessage = ({ data }) => {
      forget.hidden = data !== "kept";
      if (!forget.hidden) return;
      find("plans")?.setAttribute("hidden", "");
      const line = find("forgotten");
      forget.parentElement.after(line);
      line.hidden = false;
      line.focus();
    };
    forget.querySelector("button").onclick = async () => {
      await registration.unregister();
      active.postMessage(null);
      dispatchEvent(new Event("forget"));
    };
  }
  const cards = document.querySelectorAll("a[data-card]");
  active.postMessage([location.href, ...Array.from(cards, (card) => card.href)]);
}

async function listPlans(section) {
  const cache = await caches.open("line-seen");
  for (const { url } of (await cache.keys()).reverse()) {
    const page = await cache.match(url);
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    if (!found.querySelector("[data-plan]")) continue;
    const item = section.querySelector("template").content.cloneNode(true);
    const link = item.querySelector("a");
    link.href = url;
    link.lang = found.documentElement.lang;
    link.textContent = found.querySelector("h1").textContent;
    item.querySelector("small").textContent = written(page.headers.get("date"));
    section.querySelector("ul").append(item);
    section.hidden = false;
  }
}

if ("serviceWorker" in navigator) stay().catch(() => {});
if (find("plans") && "caches" in window) listPlans(find("plans")).catch(() => {});
