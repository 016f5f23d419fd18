// The status: / for the stage, /metrics for all else. Both add up all front ends, and neither needs a key.

import { Sample } from "./metrics.js";
import { adviceFor, count, duration, element, onLanguage, statusOf, text } from "./texts.js";

const EVERY_MS = 2000, RATE_SEC = 10, WINDOW_SEC = 60;
const REQUESTS = "llm_requests_total", FIRST = "llm_time_to_first_token_seconds", LAG = "llm_event_loop_lag_seconds";
const GOOD = ["ok", "fallback"], NOT_ERRORS = [...GOOD, "cancelled"];
const base = new URL("..", import.meta.url);
const byId = (id) => document.getElementById(id);
const history = [], rates = [];
let root = null, reachable = true;

// vLLM counts tokens as they come; the predictor's own counter grows when a request ends.
function tokens(sample) {
  const live = sample.all("vllm:generation_tokens_total").length ? "vllm:generation_tokens_total" : "llm_completion_tokens_total";
  return sample.sum(live);
}

function rate(now) {
  const before = history.find((one) => now.at - one.at <= RATE_SEC) ?? now;
  return now.at > before.at ? Math.max(0, tokens(now) - tokens(before)) / (now.at - before.at) : 0;
}

// [value, window] of the last minute, or since the start where the last minute has none.
function quantile(now, name, share) {
  const lately = history.length > 1 ? now.quantile(name, share, history[0]) : NaN;
  return Number.isNaN(lately) ? [now.quantile(name, share), text("sinceStart")] : [lately, text("lately")];
}

const outcomes = (now, holds) => now.sum(REQUESTS, ({ outcome }) => holds(outcome));
const isStatus = (digit) => (outcome) => !NOT_ERRORS.includes(outcome) && String(statusOf(outcome)).startsWith(digit);

const TILES = [
  {
    name: "stage",
    title: () => `${text("stage")}: ${root.stage}`,
    value: () => duration(root.stage_seconds),
    more: () => Object.entries(root.start).map(([stage, seconds]) => `${stage} ${duration(seconds)}`).join(" · "),
  },
  {
    name: "inFlight",
    value: (now) => count(now.sum("llm_inferences_in_flight")),
    more: (now) => text("ceiling", { limit: count(now.sum("llm_inferences_limit")) }),
    share: (now) => now.sum("llm_inferences_in_flight") / (now.sum("llm_inferences_limit") || 1),
  },
  {
    name: "tokens",
    value: () => count(rates.at(-1) ?? 0),
    more: (now) => text("tokensMore", { total: count(tokens(now)) }),
    line: () => rates,
  },
  {
    name: "ttft",
    value: (now) => duration(quantile(now, FIRST, 0.5)[0]),
    more: (now) => { const [high, window] = quantile(now, FIRST, 0.95); return text("ttftMore", { high: duration(high), window }); },
  },
  {
    name: "requests",
    value: (now) => count(outcomes(now, (outcome) => GOOD.includes(outcome))),
    more: (now) => text("requestsMore", {
      refused: count(outcomes(now, isStatus("4"))),
      failed: count(outcomes(now, isStatus("5"))),
      cancelled: count(outcomes(now, (outcome) => outcome === "cancelled")),
    }),
  },
  {
    name: "maskedTile",
    value: (now) => count(now.sum("llm_pii_masked_total")),
    more: (now) => now.sum("llm_pii_masking_enabled")
      ? text("maskedMore", { input: count(masked(now, "input")), output: count(masked(now, "output")) })
      : text("maskingOff"),
  },
  {
    name: "lag",
    value: (now) => duration(quantile(now, LAG, 0.99)[0]),
    more: (now) => text("lagMore", { window: quantile(now, LAG, 0.99)[1] }),
  },
  {
    name: "frontEnds",
    value: (now) => count(now.sum("llm_front_ends")),
    more: (now) => text("frontEndsMore", { restarts: count(now.sum("llm_front_end_restarts_total")) }),
  },
];

const masked = (now, side) => now.sum("llm_pii_masked_total", (labels) => labels.side === side);

function track(share) {
  const bar = element("span");
  bar.style.width = `${Math.min(100, 100 * share)}%`;
  return element("div", "track", bar);
}

function line(values) {
  const [svg, path] = ["svg", "polyline"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  const most = Math.max(1, ...values);
  svg.setAttribute("viewBox", "0 0 100 30");
  svg.setAttribute("preserveAspectRatio", "none");
  path.setAttribute("points", values.map((value, place) => `${(100 * place) / Math.max(1, values.length - 1)},${28 - (26 * value) / most}`).join(" "));
  svg.append(path);
  return svg;
}

function tile(row, now) {
  const lines = { name: row.title?.() ?? text(row.name), value: row.value(now), more: row.more(now) };
  const made = element("div", "tile", ...Object.entries(lines).map(([name, line]) => element("span", name, line)));
  made.id = `tile-${row.name}`;
  if (row.share) made.append(track(row.share(now)));
  if (row.line) made.append(line(row.line()));
  return made;
}

function list(rows, empty) {
  return rows.length ? element("ul", "rows", ...rows) : element("p", "muted", empty);
}

function errors(now) {
  const counts = now.by(REQUESTS, "outcome"), fallbacks = now.by("llm_fallbacks_total", "reason");
  const last = now.all("llm_last_error_timestamp_seconds").sort((a, b) => b.value - a.value).slice(0, 6);
  return list(last.map(({ labels: { code }, value }) => {
    const times = (counts.get(code) ?? 0) + (fallbacks.get(code) ?? 0);
    const when = text("ago", { time: duration(Math.max(0, now.at - value)), count: count(times) });
    return element("li", "", element("div", "head", element("span", "", String(statusOf(code))), element("code", "", code), element("span", "", when)), element("p", "", adviceFor(code)));
  }), text("noErrors"));
}

function kinds(now) {
  const sums = [...now.by("llm_pii_masked_total", "entity")].filter(([, value]) => value).sort(([, a], [, b]) => b - a);
  return list(sums.map(([kind, value]) => {
    const sides = ["input", "output"].map((side) => {
      const of = now.sum("llm_pii_masked_total", (labels) => labels.entity === kind && labels.side === side);
      return of ? `${text(`${side}Side`)} ${count(of)}` : "";
    });
    return element("li", "", element("div", "head", element("span", "", kind), element("span", "", sides.filter(Boolean).join(" · "))), track(value / sums[0][1]));
  }), text("nothingMasked"));
}

function showStage() {
  const pill = byId("stage");
  const stage = !reachable || !root ? "unreachable" : root.stage === "ready" && !root.ready ? "suspended" : root.stage;
  pill.className = `pill ${{ ready: "good", failed: "bad", unreachable: "bad" }[stage] ?? ""}`;
  pill.textContent = stage === "unreachable" ? text(stage) : `${text(stage)} · ${duration(root.stage_seconds)}`;
  byId("reason").hidden = !root?.reason;
  byId("reason").textContent = root?.reason ?? "";
}

function show() {
  const now = history.at(-1);
  if (!root && reachable) return;
  showStage();
  if (!now || !root) return;
  byId("model").textContent = root.model;
  byId("tiles").replaceChildren(...TILES.map((row) => tile(row, now)));
  byId("errors").replaceChildren(errors(now));
  byId("masked").replaceChildren(kinds(now));
}

async function look() {
  const [state, page] = await Promise.all([
    fetch(base, { headers: { accept: "application/json" } }).then((answer) => answer.json()),
    fetch(new URL("metrics", base)).then((answer) => answer.text()),
  ]);
  root = state;
  history.push(new Sample(page));
  while (history.at(-1).at - history[0].at > WINDOW_SEC) history.shift();
  rates.push(rate(history.at(-1)));
  if (rates.length > WINDOW_SEC * 1000 / EVERY_MS) rates.shift();
}

async function turn() {
  if (!document.hidden) {
    try {
      await look();
      reachable = true;
    } catch {
      reachable = false;
    }
    show();
  }
  setTimeout(turn, EVERY_MS);
}

// The link is there only where the playground is.
const link = byId("playground-link");
if (link) fetch(new URL("playground", base), { method: "HEAD" }).then((answer) => { link.hidden = !answer.ok; }, () => {});
onLanguage(show);
turn();
