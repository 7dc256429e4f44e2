'use strict';
// Break-even curves: the peak as a share of each limit over the interactions
// per minute, and of the slots over the latency. Both axes are logarithmic.
const curves = (() => {
  const { data, el, svg, number, percent } = page;
  const box = document.getElementById('curves'), model = data.whatIf;
  const width = 520, height = 300, left = 56, right = 26, top = 12, bottom = 40, steps = 36;

  const titles = new Map(data.limits.map(l => [l.id, l.title]));
  const ticks = (low, high) => {
    const out = [];
    for (let e = Math.ceil(Math.log10(low) - 1e-9); 10 ** e <= high * 1.0001; e++) out.push(10 ** e);
    return out;
  };
  const scale = (low, high, from, to) => v => from + (to - from) * Math.log(v / low) / Math.log(high / low);

  // chart draws lines [{name, colour, at(x)}] over x from low to high.
  function chart(title, xName, low, high, here, lines) {
    const shares = lines.map(l => Array.from({ length: steps + 1 }, (_, i) => {
      const x = low * (high / low) ** (i / steps);
      return [x, l.at(x)];
    }));
    const all = shares.flat().map(p => p[1]).filter(y => y > 0);
    const least = 10 ** Math.max(-4, Math.floor(Math.log10(Math.min(0.1, ...all))));
    const most = 10 ** Math.min(3, Math.ceil(Math.log10(Math.max(2, ...all))));
    const x = scale(low, high, left, width - right), y = scale(least, most, height - bottom, top);
    const clip = v => Math.max(top, Math.min(height - bottom, y(v)));
    const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
    for (const t of ticks(low, high)) {
      picture.append(svg('line', { class: 'grid', x1: x(t), x2: x(t), y1: top, y2: height - bottom }),
        svg('text', { x: x(t), y: height - bottom + 15, 'text-anchor': 'middle' }, number(t)));
    }
    for (const t of ticks(least, most)) {
      picture.append(svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(t), y2: y(t) }),
        svg('text', { x: left - 5, y: y(t) + 4, 'text-anchor': 'end' }, percent(t)));
    }
    picture.append(svg('path', { class: 'axis', d: `M${left},${top}V${height - bottom}H${width - right}` }),
      svg('text', { x: (left + width - right) / 2, y: height - 6, 'text-anchor': 'middle' }, xName));
    picture.append(svg('line', { class: 'full', x1: left, x2: width - right, y1: y(1), y2: y(1) }),
      svg('text', { class: 'strong', x: width - right - 3, y: y(1) - 4, 'text-anchor': 'end' }, 'the limit'));
    lines.forEach((l, i) => {
      const points = shares[i].filter(p => p[1] >= least && p[1] <= most);
      const line = points.map(p => x(p[0]).toFixed(1) + ',' + clip(p[1]).toFixed(1)).join('L');
      if (points.length > 1) picture.append(svg('path', { class: 'curve c' + l.colour, d: 'M' + line }));
    });
    if (here >= low && here <= high) {
      const rightHalf = x(here) > width / 2;
      picture.append(svg('line', { class: 'herenow', x1: x(here), x2: x(here), y1: top, y2: height - bottom }),
        svg('text', { class: 'strong', x: x(here) + (rightHalf ? -4 : 4), y: top + 10, 'text-anchor': rightHalf ? 'end' : 'start' },
          'now ' + number(here)));
    }
    return el('figure', {}, el('figcaption', {}, title), picture,
      el('ul', { class: 'keys' }, ...lines.map(l => el('li', { class: 'c' + l.colour },
        el('span', { class: 'line', 'aria-hidden': 'true' }), l.name))));
  }

  function draw(now) {
    const at = now.perMinute > 0 ? now.perMinute : 100, high = 10 ** Math.ceil(Math.log10(at * 20)), low = high / 1e4;
    const lines = model.limits.map((limit, colour) => ({ name: titles.get(limit.id) || limit.id, colour: colour % 8,
      at: x => capacity.share(model, { ...now, perMinute: x }, limit) }))
      .filter(l => l.at(high) > 0); // what no interaction adds to is no curve
    const charts = lines.length === 0 ? [] : [chart('The peak as a share of each limit, by interactions per minute',
      'interactions per minute', low, high, now.perMinute, lines)];
    const slots = model.limits.findIndex(l => l.measure === 'slots');
    if (slots >= 0 && now.perMinute > 0) {
      charts.push(chart('Execution slots by latency, at this traffic', 'seconds that a data action takes', 0.05, 60, now.latency,
        [{ name: titles.get(model.limits[slots].id), colour: slots % 8,
          at: x => capacity.share(model, { ...now, latency: x }, model.limits[slots]) }]));
    }
    box.replaceChildren(...charts);
    box.hidden = false;
  }
  let timer = 0;
  function start() {
    if (!model || !box || model.limits.length === 0) return;
    const later = now => { clearTimeout(timer); timer = setTimeout(() => draw(now), 60); };
    later(sliders.now());
    sliders.watch(later);
  }
  return { start };
})();
