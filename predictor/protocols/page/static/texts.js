// Labels in Korean and English, and numbers as people write them.

const load = async (name) => (await fetch(new URL(name, import.meta.url))).json();
const [texts, advice] = await Promise.all([load("texts.json"), load("advice.json")]);
const listeners = [];

const remembered = () => { try { return localStorage.getItem("language"); } catch { return null; } };
export let language = remembered() ?? (navigator.language.startsWith("ko") ? "ko" : "en");

export const text = (key, values = {}) =>
  texts[key][language].replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const adviceFor = (code) => advice[code]?.[language] ?? text("unknownCode");
export const statusOf = (code) => advice[code]?.status ?? Number(code.match(/^http_(\d{3})$/)?.[1] ?? 500);

export const count = (value) => new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

const UNITS = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]];

export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 1) return text("milliseconds", { n: Math.round(seconds * 1000) });
  if (seconds < 10) return text("seconds", { n: seconds.toFixed(1) });
  const parts = UNITS.map(([name, unit], place) => [name, Math.floor((place ? seconds % UNITS[place - 1][1] : seconds) / unit)]);
  const first = parts.findIndex(([, n]) => n);
  return parts.slice(first, first + 2).filter(([, n]) => n).map(([name, n]) => text(name, { n })).join(" ");
}

export const onLanguage = (listener) => { listeners.push(listener); listener(); };

function show() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  document.getElementById("language").textContent = text("other");
}

document.getElementById("language").addEventListener("click", () => {
  language = language === "ko" ? "en" : "ko";
  try { localStorage.setItem("language", language); } catch { /* a browser may forbid storage; the page works without */ }
  for (const listener of listeners) listener();
});
onLanguage(show);

// An element with its class and children; text stays text.
export function element(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
