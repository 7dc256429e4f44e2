'use strict';
// Sliders for the traffic. The figures hang together: licences, handling time
// and occupancy make interactions, and a given number of interactions stands
// for that many licences.
const sliders = (() => {
  const { data, el, number, percent, between } = page;
  const model = data.whatIf, form = document.getElementById('sliders');
  const own = model && { perMinute: model.perMinute, licences: model.licences, aht: model.aht, occupancy: model.occupancy,
    latency: model.latency };
  let now = own && { ...own }, timer = 0;
  const watchers = [];

  // Sliders run from 0 to 1000; logarithmic ones over some powers of ten.
  const fields = [
    { key: 'licences', name: 'Licences in use', low: 1, high: 100000, log: true, unit: '' },
    { key: 'aht', name: 'Average handling time', low: 10, high: 3600, log: true, unit: ' s' },
    { key: 'occupancy', name: 'Occupancy', low: 0.05, high: 1, unit: '' },
    { key: 'perMinute', name: 'Interactions per minute', low: 0.1, high: 100000, log: true, unit: '' },
    { key: 'latency', name: 'Data action latency', low: 0.05, high: 60, log: true, unit: ' s' },
  ];
  const toValue = (f, x) => f.log ? f.low * (f.high / f.low) ** (x / 1000) : f.low + (f.high - f.low) * x / 1000;
  const share = (f, v) => f.log ? Math.log(v / f.low) / Math.log(f.high / f.low) : (v - f.low) / (f.high - f.low);
  const toSlider = (f, v) => Math.round(Math.max(0, Math.min(1000, 1000 * share(f, v))));
  const tidy = v => { const scale = 10 ** (2 - Math.floor(Math.log10(v))); return Math.round(v * scale) / scale; };
  const told = (f, v) => v === null ? 'not given' : f.key === 'occupancy' ? percent(v) : number(v) + f.unit;

  // set moves one figure, and the others in proportion: twice the licences make
  // twice the interactions, whatever the review's own figures rest on.
  function set(key, value) {
    const before = now, was = capacity.perLicence(model, before);
    now = { ...before, [key]: value };
    const each = capacity.perLicence(model, now), known = before.perMinute > 0 && before.licences > 0;
    if (key === 'perMinute') now.licences = known ? before.licences * value / before.perMinute : value / each;
    else if (key !== 'latency' && now.licences !== null) {
      now.perMinute = known ? before.perMinute * now.licences * each / (before.licences * was) : now.licences * each;
    }
    schedule();
  }
  function schedule() {
    show();
    clearTimeout(timer);
    timer = setTimeout(work, 40);
  }
  function show() {
    for (const f of fields) {
      const v = now[f.key];
      f.input.value = v === null || !(v > 0) ? 0 : toSlider(f, v);
      f.output.textContent = told(f, v);
      f.input.setAttribute('aria-valuetext', told(f, v));
    }
  }

  const words = b => [
    [b.interactionsPerMinute, 'interactions per minute'], [b.licences, 'licences'], [b.callsPerInteraction, 'calls per interaction'],
    [b.waitingInteractions, 'interactions waiting at a time'], [b.latencySeconds, 's average latency per call'],
  ].filter(([x]) => x !== null && x !== undefined).map(([x, what]) => number(x) + ' ' + what).join(', or ');

  function work() {
    const result = capacity.assess(model, now), units = new Map(data.limits.map(l => [l.id, l]));
    for (const r of result.rows) row(r, units.get(r.id));
    result.outages.forEach(outage);
    headline(result.rows);
    for (const w of watchers) w(now);
    form.dataset.done = String(Number(form.dataset.done || 0) + 1);
  }
  const find = (name, id) => [...document.querySelectorAll(`tr[data-${name}]`)].find(tr => tr.dataset[name] === String(id));
  const text = (tr, selector, value) => { tr.querySelector(selector).textContent = value; };
  function tag(tr, verdict) {
    const t = tr.querySelector('.tag');
    t.className = 'tag ' + verdict;
    t.textContent = verdict;
  }
  function row(r, limit) {
    const tr = find('limit', r.id);
    if (!tr) return;
    const d = r.demand, low = r.demandLow;
    text(tr, '.allows', number(r.value) + ' ' + limit.unit);
    text(tr, '.figures', !d ? 'unknown without traffic' :
      low ? `mean ${between(low.expected, d.expected)}, peak ${between(low.peak, d.peak)}` :
        `mean ${number(d.expected)}, peak ${number(d.peak)}`);
    text(tr, '.breakeven', words(r.breakEven) ? 'full at ' + words(r.breakEven) : '');
    text(tr, '.used', r.utilisation === null ? '-' : percent(r.utilisation));
    text(tr, '.headroom', r.headroom === null ? '-' : number(r.headroom) + 'x');
    tag(tr, r.verdict);
    const length = share => Math.max(0, Math.min(250, 200 * share)).toFixed(2);
    tr.querySelector('svg').setAttribute('class', 'bar ' + r.verdict);
    tr.querySelector('.peak').setAttribute('width', d && r.value > 0 ? length(d.peak / r.value) : 0);
    tr.querySelector('.mean').setAttribute('width', d && r.value > 0 ? length(d.expected / r.value) : 0);
  }
  function outage(o, i) {
    const tr = find('outage', i);
    if (!tr) return;
    text(tr, '.slots', o.slots ? number(o.slots.peak) + (o.slotsOpen ? ' or more' : '') : '-');
    text(tr, '.refused', o.refused === null ? '-' : percent(o.refused));
    text(tr, '.safe', o.safeTimeoutSeconds === null ? '-' : o.safeTimeoutSeconds < 1 ? 'none' : number(o.safeTimeoutSeconds) + ' s');
    tag(tr, o.verdict);
  }
  function headline(rows) {
    const state = document.getElementById('slider-state');
    const over = rows.filter(r => r.verdict === 'exceeded').length, near = rows.filter(r => r.verdict === 'warning').length;
    const same = Object.keys(own).every(k => own[k] === now[k]);
    state.textContent = same ? '' :
      over ? `With this traffic ${over} ${over === 1 ? 'limit is' : 'limits are'} exceeded.` :
        near ? `With this traffic ${near} ${near === 1 ? 'limit has' : 'limits have'} little room.` :
          'With this traffic no limit is exceeded.';
  }

  function start() {
    if (!model || !form) return;
    const box = form.querySelector('.sliders');
    for (const f of fields) {
      f.output = el('output', {});
      f.input = el('input', { type: 'range', min: 0, max: 1000, step: 1, name: f.key });
      f.input.addEventListener('input', () => {
        const value = tidy(toValue(f, f.input.value));
        set(f.key, f.key === 'licences' ? Math.round(value) : value);
      });
      box.append(el('label', {}, f.name, ' ', f.output, f.input));
    }
    form.addEventListener('submit', e => e.preventDefault());
    document.getElementById('slider-reset').addEventListener('click', () => { now = { ...own }; schedule(); });
    if (own.perMinute === null) document.getElementById('slider-note').append(' No traffic was given: move one of the first to try some.');
    if (own.licences === null && own.perMinute !== null) now.licences = own.licences = own.perMinute / capacity.perLicence(model, own);
    show();
    form.hidden = false;
  }
  return { start, watch: f => watchers.push(f), now: () => now, set };
})();
