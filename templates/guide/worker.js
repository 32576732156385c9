// Keeps the pages that ask for it for reading without a network. Where there is a network, it always comes first.
const SITE = {{ site }};
const SHELL = `line-shell-${SITE.version}`; // for everybody; a deployment makes it anew
const SEEN = "line-seen"; // what this reader has opened
const MOST = 100;
const DAY = 86_400_000;
const LANGUAGES = Object.keys(SITE.pages);
const READERS = new RegExp(`^${SITE.root}((${LANGUAGES.join("|")})/.*)?$`);
const FILES = new Set(SITE.files.map(key));
const COMMON = new Set([...FILES, ...Object.values(SITE.pages).flat().map(key)]);
let forgotten = false;

function key(address) {
  const url = new URL(address, location);
  url.hash = "";
  url.searchParams.delete("opened"); // a remark on the way to a plan, no part of it
  // A file without its hash: a page kept before a deployment finds the newer one.
  url.pathname = url.pathname.replace(/\.[0-9a-f]{12}(?=\.\w+$)/, "");
  return url.href;
}

const language = (address) => READERS.exec(new URL(address).pathname)?.[2];
const shell = (name) => [...SITE.files, ...(SITE.pages[name] ?? [])];
const shelf = (url) => (COMMON.has(url) ? SHELL : SEEN);
const ours = async () => (await caches.keys()).filter((name) => name.startsWith("line-"));

async function keep(url, response) {
  if (response.status !== 200 || response.redirected) return;
  if (!FILES.has(url) && !(await response.clone().text()).includes("data-worker")) return;
  if (forgotten) return;
  const cache = await caches.open(shelf(url));
  await cache.put(url, response);
  for (const old of (await cache.keys()).slice(0, -MOST)) await cache.delete(old);
}

async function freshen(address) {
  const url = key(address);
  const kept = await caches.match(url, { cacheName: shelf(url) });
  if (!kept || !(Date.now() - Date.parse(kept.headers.get("date")) < DAY)) await keep(url, await fetch(address));
}

async function install() {
  skipWaiting();
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const before = await Promise.all((await ours()).map(async (name) => (await caches.open(name)).keys()));
  const languages = new Set([...open, ...before.flat()].map(({ url }) => language(url)));
  await Promise.all([...languages].flatMap(shell).map(freshen));
}

async function activate() {
  for (const name of await ours()) if (name !== SHELL && name !== SEEN) await caches.delete(name);
  await clients.claim();
}

// A page asks to be kept, then the cards it leads to.
async function stay(page, [own, ...cards]) {
  await freshen(own).catch(() => {});
  if (await caches.match(key(own))) page.postMessage("kept");
  await Promise.allSettled([...cards, ...shell(language(own))].map(freshen));
}

async function forget(page) {
  forgotten = true;
  for (const name of await ours()) await caches.delete(name);
  page.postMessage("forgotten");
}

async function answer(event, isPage) {
  const url = key(event.request.url);
  const kept = await caches.match(url);
  try {
    const late = kept && new Promise((_, stop) => setTimeout(stop, SITE.patience));
    const response = await Promise.race([fetch(event.request), late].filter(Boolean));
    event.waitUntil(keep(url, response.clone()));
    return response;
  } catch {
    if (!isPage) return kept ?? Response.error();
    return kept ? dated(kept) : instead(new URL(url));
  }
}

async function dated(kept) {
  const html = await kept.text();
  return new Response(html.replace("<html ", `<html data-kept="${kept.headers.get("date")}" `), kept);
}

// A card never opened is found among all sentences; for the rest a page says what can be read.
async function instead(url) {
  const [, list, card] = /^(.*\/phrases\/)([^/]+)\/$/.exec(url.pathname) ?? [];
  if (card) return Response.redirect(`${list}#${card}`);
  for (const name of [language(url), ...LANGUAGES]) {
    const page = name && (await caches.match(key(SITE.pages[name][0])));
    if (page) return page;
  }
  return Response.error();
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => {
  event.waitUntil(event.data ? stay(event.source, event.data) : forget(event.source));
});
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  const isPage = mode === "navigate" && READERS.test(pathname);
  if (isPage || FILES.has(key(url))) event.respondWith(answer(event, isPage));
});
