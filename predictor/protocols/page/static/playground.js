// The playground: what of a text is masked, the answer as it comes, and the same request in code.

import { events, LANGUAGES, ROUTES } from "./requests.js";
import { count, duration, element, onLanguage, text } from "./texts.js";

const PAUSE_MS = 500;
const SAMPLE = "안녕하세요, 홍길동입니다. 제 번호는 010-1234-5678이고 메일은 gildong.hong@example.com입니다. 환불은 언제 되나요?";
const base = new URL("..", import.meta.url);
const byId = (id) => document.getElementById(id);
const [query, key, send, stop] = ["query", "key", "send", "stop"].map(byId);
let model = "llm", needsKey = false, language = "curl", running = null, previewing = null, pause = 0, shown = null, counted = null;

const form = () => ({
  model,
  query: query.value,
  ...Object.fromEntries(["max_length", "temperature", "top_p"].map((name) => [name, Number(byId(name).value)])),
});
const route = () => ROUTES[byId("route").value];
const authorization = () => (key.value ? { authorization: `Bearer ${key.value}` } : {});

function post(path, body, signal) {
  const headers = { "content-type": "application/json", ...authorization() };
  return fetch(new URL(path, base), { method: "POST", headers, body: JSON.stringify(body), signal });
}

// --- the key ---

async function checkKey() {
  const answer = await fetch(new URL("openai/v1/models", base), { headers: authorization() }).catch(() => null);
  if (answer?.status === 401) lock();
  else if (answer?.ok) {
    model = (await answer.json()).data?.[0]?.id ?? model;
    showKey("keyGood");
    say("problem", "");
    showSnippet();
    preview();
  }
}

function lock() {
  needsKey = true;
  showKey(key.value ? "keyWrong" : "keyNeeded");
  showSnippet();
}

function showKey(state) {
  byId("locked").hidden = !needsKey;
  byId("locked").className = `notice ${{ keyGood: "good", keyWrong: "bad" }[state] ?? ""}`;
  byId("key-state").dataset.text = state;
  byId("key-state").textContent = text(state);
}

function say(id, message) {
  byId(id).hidden = !message;
  byId(id).textContent = message;
}

// --- what is masked ---

async function preview() {
  previewing?.abort();
  if (!query.value.trim()) return showPreview(null);
  previewing = new AbortController();
  try {
    const answer = await post("playground/mask", { query: query.value }, previewing.signal);
    if (answer.ok) showPreview(await answer.json());
    else if (answer.status === 401) lock();
    else say("refused", await problem(answer));
  } catch { /* the next text took this one's place, or the server is away, which the status shows */ }
}

function showPreview(found) {
  shown = found;
  say("refused", found?.refused ?? "");
  byId("reaches").textContent = found?.masked ?? "";
  const place = byId("preview");
  place.classList.toggle("muted", !found);
  if (!found) {
    place.textContent = text("nothing");
    byId("values").replaceChildren();
    return;
  }
  place.replaceChildren(...marked(Array.from(found.text), found.values));
  byId("values").replaceChildren(values(found));
}

// Places count code points, which `Array.from` splits a text into.
function marked(characters, found) {
  const parts = [];
  let done = 0;
  for (const value of found) {
    const mark = element("mark", "", characters.slice(value.start, value.end).join(""));
    mark.title = `${value.label}: ${value.rule}`;
    parts.push(characters.slice(done, value.start).join(""), mark);
    done = value.end;
  }
  return [...parts, characters.slice(done).join("")];
}

function values(found) {
  if (!found.masking) return element("p", "muted", text("maskingOff"));
  if (!found.values.length) return element("p", "muted", text("noValues"));
  return element("ul", "rows", ...found.values.map((value) => element("li", "",
    element("div", "head", element("span", "", value.label), element("code", "", value.kind), element("span", "", `${text(value.action)} · ${text("score", { score: value.score })}`)),
    element("p", "muted", value.rule))));
}

// --- the answer ---

async function problem(answer) {
  const body = await answer.json().catch(() => ({}));
  const said = body.detail ?? body.error?.detail ?? body.error?.message ?? answer.statusText;
  const fields = (body.errors ?? []).map((one) => `${one.loc.join(".")}: ${one.msg}`);
  const after = answer.headers.get("retry-after");
  return [`${answer.status} ${said}`, ...fields, after ? text("retryAfter", { seconds: after }) : ""].filter(Boolean).join("\n");
}

async function ask() {
  const began = performance.now(), chosen = route();
  let first = NaN;
  running = new AbortController();
  [send.disabled, stop.disabled] = [true, false];
  say("problem", "");
  counted = null;
  byId("counts").textContent = text("waiting");
  byId("empty").hidden = true;
  byId("answer").replaceChildren();
  try {
    const answer = await post(byId("route").value, chosen.body(form()), running.signal);
    if (answer.status === 401) lock();
    if (!answer.ok) return say("problem", await problem(answer));
    let usage = null;
    for await (const { name, data } of events(answer.body)) {
      if (data === "[DONE]") continue;
      const event = JSON.parse(data);
      const failed = chosen.error(event) || (name === "error" && data);
      if (failed) return say("problem", failed);
      const piece = chosen.text(event);
      if (piece) first = Number.isNaN(first) ? performance.now() - began : first;
      byId("answer").append(piece);
      usage = chosen.usage(event) ?? usage;
    }
    counted = { usage, first: first / 1000, whole: (performance.now() - began) / 1000 };
  } catch (error) {
    say("problem", error.name === "AbortError" ? text("stopped") : text("broken"));
  } finally {
    [send.disabled, stop.disabled, running] = [false, true, null];
    showCounts();
  }
}

function showCounts() {
  const { usage, first, whole } = counted ?? {};
  byId("empty").hidden = Boolean(byId("answer").textContent || running);
  byId("counts").textContent = counted
    ? text("counts", { prompt: usage ? count(usage.prompt_tokens) : "–", completion: usage ? count(usage.completion_tokens) : "–", first: duration(first), whole: duration(whole) })
    : "";
}

// --- the same request in code ---

function showSnippet() {
  byId("snippet").textContent = LANGUAGES[language](byId("route").value, route().body(form()), needsKey);
  for (const button of byId("languages").children) button.setAttribute("aria-pressed", String(button.textContent === language));
}

function choose(name) {
  const button = element("button", "", name);
  button.type = "button";
  button.addEventListener("click", () => { language = name; showSnippet(); });
  return button;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(byId("snippet").textContent);
    byId("copy").textContent = text("copied");
  } catch {
    getSelection().selectAllChildren(byId("snippet"));  // without TLS a browser lends no clipboard; Ctrl+C takes the selection
  }
}

function changed() {
  showSnippet();
  clearTimeout(pause);
  pause = setTimeout(preview, PAUSE_MS);
}

byId("route").append(...Object.entries(ROUTES).map(([path, { label }]) => new Option(label, path)));
byId("languages").append(...Object.keys(LANGUAGES).map(choose));
byId("ask").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
byId("ask").addEventListener("input", (event) => { if (event.target !== key) changed(); });
key.addEventListener("change", checkKey);
key.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); checkKey(); } });
stop.addEventListener("click", () => running?.abort());
byId("sample").addEventListener("click", () => { query.value = SAMPLE; changed(); });
byId("copy").addEventListener("click", copy);
onLanguage(() => { showPreview(shown); showCounts(); });
query.value = SAMPLE;
showSnippet();
checkKey();
