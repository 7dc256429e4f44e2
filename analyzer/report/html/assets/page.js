'use strict';
// What the other parts of the page share. Text from the reviewed files only
// ever becomes text nodes and attributes.
const page = (() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const el = (name, attrs, ...children) => fill(document.createElement(name), attrs, children);
  const svg = (name, attrs, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', name), attrs, children);
  function fill(node, attrs, children) {
    for (const [k, v] of Object.entries(attrs || {})) {
      if (v === null || v === undefined || v === false) continue;
      if (k.startsWith('on')) node.addEventListener(k.slice(2), v);
      else node.setAttribute(k, v === true ? '' : v);
    }
    node.append(...children.filter(c => c !== null && c !== undefined));
    return node;
  }
  const graphs = new Map();
  // completed puts back what the data leave out because it stands elsewhere.
  function completed(g) {
    for (const n of g.nodes) n.s = n.s || 'step';
    for (const m of g.marks) {
      const row = document.getElementById(m.finding);
      m.severity = row.dataset.severity;
      m.message = row.querySelector('summary').textContent;
      m.rule = row.cells[3].textContent;
    }
    const named = steps => {
      for (const s of steps || []) {
        s.node = s.i;
        s.output = s.o;
        if (s.node >= 0) {
          s.name = g.nodes[s.node].l;
          s.place = g.nodes[s.node].p;
        }
        named(s.steps);
      }
    };
    for (const c of g.calls) named(c.witness);
    return g;
  }
  // graph reads a flow's graph when it is asked for.
  function graph(id) {
    const source = document.getElementById('graph-' + id);
    if (!graphs.has(id) && source) graphs.set(id, completed(JSON.parse(source.textContent)));
    return graphs.get(id);
  }

  // Figures are written as the program's own text is.
  const grouped = s => s.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const trim = s => s.includes('.') ? s.replace(/\.?0+$/, '') : s;
  function number(x) {
    const abs = Math.abs(x);
    if (!Number.isFinite(x)) return 'unknown';
    if (abs >= 100 || x === Math.trunc(x)) return grouped(x.toFixed(0));
    if (abs >= 10) return trim(x.toFixed(1));
    if (abs >= 0.1) return trim(x.toFixed(2));
    if (abs < 0.0001) return 'less than 0.0001';
    return trim(x.toFixed(3 - Math.floor(Math.log10(abs))));
  }
  const percent = share => number(share * 100) + ' %';
  const between = (a, b) => number(a) === number(b) ? number(b) : number(a) + '..' + number(b);
  return { data, el, svg, graph, number, percent, between };
})();
