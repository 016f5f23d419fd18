// Prometheus' text format (version 0.0.4): the samples of a page, their sums and quantiles.

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const unescape = (value) => value.replace(/\\(.)/g, (_, char) => (char === "n" ? "\n" : char));
const number = (written) => Number(written.replace(/Inf$/, "Infinity"));

export class Sample {
  constructor(page, at = Date.now() / 1000) {
    this.at = at;
    this.series = new Map();
    for (const line of page.split("\n")) {
      const found = line.startsWith("#") ? null : LINE.exec(line);
      if (!found) continue;
      const labels = Object.fromEntries([...(found[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [name, unescape(value)]));
      if (!this.series.has(found[1])) this.series.set(found[1], []);
      this.series.get(found[1]).push({ labels, value: number(found[3]) });
    }
  }

  all(name) { return this.series.get(name) ?? []; }

  sum(name, holds = () => true) {
    return this.all(name).filter((one) => holds(one.labels)).reduce((sum, one) => sum + one.value, 0);
  }

  // The values of a series added up by one of its labels.
  by(name, label) {
    const sums = new Map();
    for (const one of this.all(name)) sums.set(one.labels[label], (sums.get(one.labels[label]) ?? 0) + one.value);
    return sums;
  }

  // A quantile of a histogram, of what was observed since `before` where that is given; NaN where nothing was.
  quantile(name, share, before = null) {
    const upTo = (sample) => new Map([...sample.by(`${name}_bucket`, "le")].map(([le, value]) => [number(le), value]));
    const earlier = before ? upTo(before) : new Map();
    const counts = [...upTo(this)].map(([le, value]) => [le, value - (earlier.get(le) ?? 0)]).sort(([a], [b]) => a - b);
    const wanted = share * (counts.at(-1)?.[1] ?? 0);
    if (!(wanted > 0)) return NaN;
    let [lower, below] = [0, 0];
    for (const [le, value] of counts) {
      if (value >= wanted) return le === Infinity ? lower : lower + ((le - lower) * (wanted - below)) / (value - below);
      [lower, below] = [le, value];
    }
    return NaN;
  }
}
