'use strict';
// A flow's graph and what stands beside it; and the graph of all flows.
const flows = (() => {
  const { data, el, svg } = page;
  const panel = document.getElementById('flow');
  const byID = new Map(data.flows.map(f => [f.id, f]));
  let shown = null; // {id, graph, closed, canvas, lit}

  // canvas is an SVG that pans and zooms; draw fills it.
  function canvas(box, name, draw) {
    const view = { x: 0, y: 0, w: 100, h: 100 }, world = { w: 100, h: 100 };
    const root = svg('svg', { role: 'group', 'aria-label': name, tabindex: 0 });
    const set = () => root.setAttribute('viewBox', `${view.x} ${view.y} ${view.w} ${view.h}`);
    const zoom = (by, cx = view.x + view.w / 2, cy = view.y + view.h / 2) => {
      const w = Math.max(60, Math.min(world.w * 4 + 1000, view.w * by)), k = w / view.w;
      view.x = cx - (cx - view.x) * k; view.y = cy - (cy - view.y) * k; view.w *= k; view.h *= k;
      set();
    };
    const ratio = () => { const r = root.getBoundingClientRect(); return r.width > 0 && r.height > 0 ? r.width / r.height : 1.6; };
    // look shows a rectangle of the world, with its proportions mended, and not
    // much larger than life.
    const look = (x, y, w, h) => {
      const a = ratio(), least = root.getBoundingClientRect().width / 1.2;
      if (w < least && h < least / a) { x -= (least - w) / 2; w = least; y -= (least / a - h) / 2; h = least / a; }
      if (w / h < a) { x -= (h * a - w) / 2; w = h * a; } else { y -= (w / a - h) / 2; h = w / a; }
      Object.assign(view, { x, y, w, h });
      set();
    };
    const fit = () => look(-20, -20, world.w + 40, world.h + 40);
    const at = e => {
      const r = root.getBoundingClientRect();
      return [view.x + (e.clientX - r.left) / r.width * view.w, view.y + (e.clientY - r.top) / r.height * view.h];
    };
    root.addEventListener('wheel', e => {
      if (!e.ctrlKey && !e.metaKey && document.activeElement !== root) return;
      e.preventDefault();
      zoom(Math.exp(e.deltaY * 0.0015), ...at(e));
    }, { passive: false });
    const down = new Map();
    let moved = 0;
    root.addEventListener('pointerdown', e => { down.set(e.pointerId, e); moved = 0; });
    root.addEventListener('pointermove', e => {
      const was = down.get(e.pointerId);
      if (!was) return;
      const r = root.getBoundingClientRect();
      if (down.size === 1) {
        const dx = e.clientX - was.clientX, dy = e.clientY - was.clientY;
        moved += Math.abs(dx) + Math.abs(dy);
        if (moved > 4 && !root.hasPointerCapture(e.pointerId)) root.setPointerCapture(e.pointerId);
        view.x -= dx / r.width * view.w; view.y -= dy / r.height * view.h;
        set();
      } else if (down.size === 2) {
        const [other] = [...down.values()].filter(p => p.pointerId !== e.pointerId);
        const before = Math.hypot(was.clientX - other.clientX, was.clientY - other.clientY);
        const after = Math.hypot(e.clientX - other.clientX, e.clientY - other.clientY);
        moved += 9;
        const middle = { clientX: (e.clientX + other.clientX) / 2, clientY: (e.clientY + other.clientY) / 2 };
        if (before > 0 && after > 0) zoom(before / after, ...at(middle));
      }
      down.set(e.pointerId, e);
    });
    for (const end of ['pointerup', 'pointercancel']) root.addEventListener(end, e => down.delete(e.pointerId));
    root.addEventListener('click', e => { if (moved > 6) { e.stopPropagation(); e.preventDefault(); } }, { capture: true });
    root.addEventListener('keydown', e => {
      const step = view.w / 10, keys = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (keys[e.key]) { view.x += keys[e.key][0]; view.y += keys[e.key][1]; set(); }
      else if (e.key === '+' || e.key === '=') zoom(0.8);
      else if (e.key === '-') zoom(1.25);
      else if (e.key === '0') fit();
      else return;
      e.preventDefault();
    });
    box.replaceChildren(root);
    const c = { root, zoom, fit, look, view, world, redraw() { Object.assign(world, draw(root)); } };
    c.redraw();
    // What is larger than the window opens at its head, at a size that can be read.
    const r = root.getBoundingClientRect();
    if (r.width > 0 && (world.w > r.width * 1.6 || world.h > r.height * 1.6)) {
      const w = r.width * 1.1, h = w * r.height / r.width;
      look((world.w - w) / 2, -20, w, h);
    } else fit();
    return c;
  }
  const tools = c => [
    el('button', { type: 'button', onclick: () => c().zoom(0.75) }, 'Nearer'),
    el('button', { type: 'button', onclick: () => c().zoom(1.33) }, 'Farther'),
    el('button', { type: 'button', onclick: () => c().fit() }, 'All of it'),
  ];

  const arrow = () => svg('defs', {}, ...['arrow', 'arrow-lit'].map(id =>
    svg('marker', { id, viewBox: '0 0 8 8', refX: 7.5, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: 'userSpaceOnUse',
      orient: 'auto-start-reverse' },
    svg('path', { d: 'M0,0L8,4L0,8z', class: id === 'arrow' ? 'g-arrow' : 'g-arrow lit' }))));

  function shape(kind, w, h) {
    const x = w / 2, y = h / 2;
    switch (kind) {
      case 'choose': return svg('path', { class: 'shape', d: `M${-x},0L${-x + 14},${-y}H${x - 14}L${x},0L${x - 14},${y}H${-x + 14}z` });
      case 'menu': return svg('path', { class: 'shape', d: `M${-x},${-y}H${x - 12}L${x},0L${x - 12},${y}H${-x}L${-x + 12},0z` });
      case 'enter': case 'leave': return svg('rect', { class: 'shape', x: -x, y: -y, width: w, height: h, rx: y, ry: y });
      default: return svg('rect', { class: 'shape', x: -x, y: -y, width: w, height: h, rx: 5, ry: 5 });
    }
  }
  function label(lines, note, h) {
    const count = lines.length + (note ? 1 : 0), first = -(count - 1) * 7 + 4;
    const text = svg('text', { y: first }, ...lines.map((l, i) => svg('tspan', { x: 0, y: first + i * 14 }, l)));
    return note ? [text, svg('text', { class: 'note', x: 0, y: first + lines.length * 14 }, note)] : [text];
  }
  const rank = { error: 3, warning: 2, info: 1 };

  // drawFlow draws the shown flow into an SVG and returns its size.
  function drawFlow(root) {
    const { graph, closed } = shown, out = layout.flow(graph, closed);
    const marks = new Map();
    for (const m of graph.marks) if (m.node >= 0) marks.set(m.node, (marks.get(m.node) || []).concat(m));
    shown.places = new Map();
    const scene = svg('g', {});
    for (const b of out.boxes) if (!b.closed) {
      const g = graph.groups[b.g], x = b.x - b.w / 2, y = b.y - b.h / 2;
      scene.append(svg('rect', { class: b.loop ? 'g-loop ' + (g.kind || 'unclassified') : 'g-box', x, y, width: b.w, height: b.h, rx: 7 }));
      scene.append(svg('text', { class: b.loop ? 'g-looptitle' : 'g-title', x: x + 8, y: y + (b.loop ? 13 : 18) }, g.label));
      if (!b.loop) scene.append(button('Close ' + g.label, b.x + b.w / 2 - 16, y + 14, '\u2212', () => toggle(b.g)));
    }
    const paths = svg('g', {}), labels = svg('g', {}), nodes = svg('g', {});
    for (const e of out.edges) {
      const d = e.e.map(i => graph.edges[i]), lit = e.e.some(i => shown.lit.edges.has(i)), one = d.length === 1 ? d[0] : null;
      const names = ['g-edge', e.across && 'across', d.every(x => x.b) && 'back', d.every(x => x.c) && 'calls',
        lit && 'lit'].filter(n => n);
      paths.append(svg('path', { class: names.join(' '), d: e.path, 'marker-end': lit ? 'url(#arrow-lit)' : 'url(#arrow)' }));
      if (one && one.l && e.label) {
        labels.append(svg('text', { class: lit ? 'g-label lit' : 'g-label', x: e.label.x, y: e.label.y + 4 }, one.l));
      }
    }
    for (const b of out.boxes) if (b.closed) {
      const found = b.members.flatMap(i => marks.get(i) || []), lit = b.members.some(i => shown.lit.nodes.has(i));
      const node = svg('g', { class: 'g-node closed' + (lit ? ' lit' : ''), transform: `translate(${b.x} ${b.y})`, role: 'button',
        tabindex: 0, 'aria-label': `Open ${graph.groups[b.g].label}, ${b.note}` },
        shape('menu', b.w, b.h), ...label(b.lines, b.note, b.h), ...mark(found, b));
      act(node, () => toggle(b.g));
      nodes.append(node);
      for (const i of b.members) shown.places.set(i, b);
    }
    for (const n of out.nodes) nodes.append(drawNode(graph, n, marks.get(n.i) || []));
    scene.append(paths, nodes, labels);
    scene.classList.toggle('has-lit', shown.lit.nodes.size > 0);
    root.replaceChildren(arrow(), scene);
    return { w: out.w, h: out.h };
  }
  function drawNode(graph, n, found) {
    const d = graph.nodes[n.i], call = graph.calls.findIndex(c => c.node === n.i), live = found.length > 0 || call >= 0;
    if (!shown.places.has(n.i)) shown.places.set(n.i, n);
    const names = ['g-node', d.s, d.h && 'hot', d.d && 'dead', n.i === graph.entry && 'entry', shown.lit.nodes.has(n.i) && 'lit',
      shown.lit.picked === n.i && 'picked'].filter(x => x);
    const said = [d.l, d.n, d.d && 'never reached', d.p, ...found.map(m => m.severity + ': ' + m.message)].filter(x => x).join(', ');
    const node = svg('g', { class: names.join(' '), transform: `translate(${n.x} ${n.y})`, 'data-node': n.i,
      ...(live ? { role: 'button', tabindex: 0, 'aria-label': said } : {}) },
      svg('title', {}, said), shape(d.s, n.w, n.h), ...label(n.lines, n.note, n.h), ...mark(found, n));
    if (live) act(node, () => pick(n.i, found.length > 0 ? found[0].call >= 0 ? found[0].call : call : call, found[0]));
    return node;
  }
  // mark is a disc at a corner: how many findings, in the colour of the gravest.
  function mark(found, box, count = found.length > 9 ? '9+' : String(found.length)) {
    if (found.length === 0) return [];
    const worst = found.reduce((a, b) => rank[b.severity] > rank[a.severity] ? b : a).severity;
    const x = box.w / 2 - 2, y = -box.h / 2 + 2;
    return [svg('circle', { class: 'mark ' + worst, cx: x, cy: y, r: 9 }), svg('text', { class: 'marktext', x, y: y + 4 }, count)];
  }
  function act(node, f) {
    node.addEventListener('click', f);
    node.addEventListener('keydown', e => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); e.stopPropagation(); f(); } });
  }
  function button(name, x, y, sign, f) {
    const b = svg('g', { class: 'g-node', role: 'button', tabindex: 0, 'aria-label': name, transform: `translate(${x} ${y})` },
      svg('rect', { class: 'shape', x: -9, y: -9, width: 18, height: 18, rx: 4 }), svg('text', { y: 4 }, sign));
    act(b, f);
    return b;
  }
  function toggle(g) {
    if (!shown.closed.delete(g)) shown.closed.add(g);
    shown.canvas.redraw();
    shown.canvas.fit();
  }

  // way is a shortest way over edges from one node to another; the first edge
  // is one of that output where there is one.
  function way(graph, from, to, output) {
    if (!shown.out) {
      shown.out = graph.nodes.map(() => []);
      graph.edges.forEach((e, i) => shown.out[e.f].push(i));
    }
    const came = new Map(), queue = [];
    const visit = i => { const t = graph.edges[i].t; if (!came.has(t)) { came.set(t, i); queue.push(t); } };
    const first = shown.out[from].filter(i => !output || graph.edges[i].l === output);
    (first.length > 0 ? first : shown.out[from]).forEach(visit);
    while (queue.length > 0 && !came.has(to)) shown.out[queue.shift()].forEach(visit);
    if (!came.has(to)) return [];
    const path = [];
    for (let at = to, n = 0; n <= graph.edges.length; n++) {
      const e = came.get(at);
      path.unshift(e);
      at = graph.edges[e].f;
      if (at === from) break;
    }
    return path;
  }
  // light finds what the steps pass. A step left out of the witness is found again.
  function light(graph, steps, target) {
    const lit = { nodes: new Set(), edges: new Set(), picked: target };
    const flat = [];
    const walk = list => { for (const s of list) { if (s.node >= 0) flat.push(s); walk(s.steps || []); } };
    walk(steps);
    if (graph.entry >= 0 && (flat.length === 0 || flat[0].node !== graph.entry)) flat.unshift({ node: graph.entry });
    if (target >= 0 && (flat.length === 0 || flat[flat.length - 1].node !== target)) flat.push({ node: target });
    flat.forEach((s, i) => {
      lit.nodes.add(s.node);
      if (i === 0) return;
      const path = way(graph, flat[i - 1].node, s.node, flat[i - 1].output);
      for (const e of path) { lit.edges.add(e); lit.nodes.add(graph.edges[e].f); lit.nodes.add(graph.edges[e].t); }
    });
    return lit;
  }

  // pick shows the worst path to a node, and what was found there.
  function pick(node, call, found) {
    const { graph } = shown, steps = call >= 0 ? graph.calls[call].witness || [] : [];
    shown.lit = light(graph, steps, node);
    for (const i of shown.lit.nodes) shown.closed.delete(layout.root(graph, graph.nodes[i].g));
    shown.canvas.redraw();
    showPath(node, call, found, steps);
    panel.querySelector('.side').scrollTop = 0;
    lookAt(node);
  }
  // lookAt shows the path that is lit, or its end where it is too long.
  function lookAt(node) {
    const at = shown.places.get(node), { view, world, root, look } = shown.canvas, width = root.getBoundingClientRect().width || 800;
    if (!at) return;
    const w = Math.max(Math.min(view.w, width * 1.4), width), h = w * view.h / view.w, pad = 60;
    const lit = [...shown.lit.nodes].map(i => shown.places.get(i)).filter(b => b);
    const left = Math.min(...lit.map(b => b.x - b.w / 2)), right = Math.max(...lit.map(b => b.x + b.w / 2));
    const top = Math.min(...lit.map(b => b.y - b.h / 2)), foot = Math.max(...lit.map(b => b.y + b.h / 2));
    const whole = right - left + pad < w && foot - top + pad < h;
    const x = whole ? (left + right) / 2 : at.x, y = whole ? (top + foot) / 2 : at.y;
    look(x - w / 2, world.h > h ? Math.max(-20, y - h / 2) : y - h / 2, w, h);
  }
  function showPath(node, call, found, steps) {
    const { graph } = shown, d = graph.nodes[node], box = panel.querySelector('#flow-path');
    const list = of => el('ol', { class: 'path' },
      ...of.map(s => el('li', {}, s.name, s.output ? ' \u2192 ' + s.output : '', s.times > 1 ? `, ${page.number(s.times)} times` : '',
        s.place ? el('span', { class: 'dim' }, '  ' + s.place) : null, s.steps && s.steps.length > 0 ? list(s.steps) : null)));
    const c = call >= 0 ? graph.calls[call] : null;
    box.replaceChildren(
      el('h4', {}, d.l, d.n ? el('span', { class: 'dim' }, '  ' + d.n) : null),
      found ? el('p', {}, el('a', { href: '#' + found.finding }, el('span', { class: 'sev ' + found.severity }, found.severity),
        ' ', found.message)) : '',
      c && steps.length > 0 ? el('p', { class: 'dim' }, `The path by which ${c.name} comes to run most often (${c.max}):`)
        : el('p', { class: 'dim' }, 'A shortest way to it is lit.'),
      c && c.limit ? el('p', {}, c.limit) : '',
      c ? list(steps) : '', el('p', {}, el('button', { type: 'button', onclick: clear }, 'Put the light out')));
  }
  function clear() {
    shown.lit = { nodes: new Set(), edges: new Set(), picked: -1 };
    panel.querySelector('#flow-path').replaceChildren();
    shown.canvas.redraw();
  }

  const swatch = (kind, text) => el('span', {}, el('span', { class: 'swatch ' + kind, 'aria-hidden': 'true' }), text);
  function legend(graph) {
    const kinds = [...new Set(graph.groups.filter(g => g.loop).map(g => g.kind || 'unclassified'))].sort();
    const words = { callerDriven: 'caller-driven' };
    return el('p', { class: 'swatches' }, swatch('call', 'data action call, larger the more it runs'),
      swatch('hot', 'on every path, or nearly'), ...kinds.map(k => swatch(k, (words[k] || k) + ' loop')),
      swatch('lit', 'path that is lit'));
  }
  function callTable(graph) {
    if (graph.calls.length === 0) return el('p', { class: 'dim' }, 'This flow calls no data action.');
    const head = ['Call site', 'Loop', 'Least', 'Expected', 'Greatest', 'Bounded by', 'Timeout'], rated = graph.calls.some(c => c.rate);
    if (rated) head.push('While waiting');
    return el('div', { class: 'scroll' }, el('table', {}, el('caption', { class: 'vh' }, 'Data action call sites'),
      el('thead', {}, el('tr', {}, ...head.map((h, i) => el('th', { scope: 'col', class: i > 1 && i < 5 ? 'num' : null }, h)))),
      el('tbody', {}, ...graph.calls.map((c, i) => el('tr', {},
        el('th', { scope: 'row' },
          c.node >= 0 ? el('button', { type: 'button', class: 'picker',
            onclick: () => pick(c.node, i, graph.marks.find(m => m.node === c.node)) }, c.name) : c.name,
          el('span', { class: 'dim key' }, c.place)),
        el('td', {}, c.loop), el('td', { class: 'num' }, c.min),
          el('td', { class: 'num' }, c.expected, el('span', { class: 'dim key' }, c.basis)),
          el('td', { class: 'num' }, c.max), el('td', {}, c.bound, c.limit ? el('span', { class: 'dim key' }, c.limit) : null),
          el('td', {}, c.timeout), rated ? el('td', {}, c.rate || '') : null)))));
  }
  function markList(graph) {
    if (graph.marks.length === 0) return el('p', { class: 'dim' }, 'Nothing was found in this flow.');
    return el('div', {}, el('h4', {}, graph.marks.length === 1 ? '1 finding here' : graph.marks.length + ' findings here'),
      el('ul', { id: 'flow-marks', 'aria-label': 'Findings in this flow' },
        ...graph.marks.map(m => el('li', {}, el('span', { class: 'sev ' + m.severity }, m.severity),
          el('a', { class: 'dim rule', href: '#' + m.finding }, m.rule),
          m.node >= 0 ? el('button', { type: 'button', class: 'picker', 'data-finding': m.finding, onclick: () => pick(m.node, m.call, m) },
            m.message) : el('div', {}, m.message)))));
  }
  function loopList(graph) {
    if (graph.loops.length === 0) return null;
    return el('details', {}, el('summary', {}, graph.loops.length === 1 ? '1 loop' : graph.loops.length + ' loops'),
      el('ul', {}, ...graph.loops.map(l => el('li', {}, `${l.kind}: ${l.name}. ${l.note} `, el('span', { class: 'dim' }, l.place)))));
  }

  // open shows a flow's panel.
  function open(id) {
    const graph = page.graph(id), flow = byID.get(id);
    if (!graph || !flow) return false;
    if (shown && shown.id === id) return true;
    shown = { id, graph, closed: layout.start(graph), lit: { nodes: new Set(), edges: new Set(), picked: -1 } };
    const box = el('div', { class: 'canvas' }), roots = [...new Set(graph.nodes.map(n => layout.root(graph, n.g)))].filter(g => g >= 0);
    const marks = markList(graph);
    const side = el('div', { class: 'side', tabindex: 0, role: 'region', 'aria-label': 'Path and findings' },
      el('div', { id: 'flow-path', 'aria-live': 'polite' }), marks);
    const all = close => () => {
      shown.closed.clear();
      if (close) roots.forEach(g => shown.closed.add(g));
      shown.canvas.redraw();
      shown.canvas.fit();
    };
    panel.replaceChildren(
      el('h3', { tabindex: -1 }, flow.name, ' ', el('span', { class: 'tag plain' }, flow.type)),
      el('p', { class: 'dim place' }, flow.place),
      el('div', { class: 'stage' },
        el('div', {},
          el('div', { class: 'tools' }, ...tools(() => shown.canvas),
            roots.length > 1 ? el('button', { type: 'button', onclick: all(false) }, 'Open every container') : '',
            roots.length > 1 ? el('button', { type: 'button', onclick: all(true) }, 'Close every container') : ''),
          box, legend(graph), el('p', { class: 'hint' },
            'Drag to move; pinch, or the wheel with Ctrl, to zoom. With the graph in focus: arrows, + and \u2212, 0.')),
        side),
      el('h4', {}, 'Call sites'), callTable(graph), loopList(graph) || '');
    panel.hidden = false;
    shown.canvas = canvas(box,
      `Control flow of ${flow.name}: ${graph.nodes.length} nodes. The call sites and findings are listed beside it.`, drawFlow);
    document.querySelectorAll('tr[data-flow]').forEach(tr => tr.classList.toggle('target', tr.dataset.flow === id));
    return true;
  }
  const reveal = node => { node.scrollIntoView({ block: 'start' }); };
  function show(id) {
    if (!open(id)) return false;
    reveal(panel);
    panel.querySelector('h3').focus({ preventScroll: true });
    return true;
  }
  // path opens the flow of a finding and lights the way to it.
  function path(finding) {
    for (const f of data.flows) {
      if (!f.graph || !f.worst) continue;
      const m = page.graph(f.id).marks.find(x => x.finding === finding);
      if (!m || m.node < 0) continue;
      open(f.id);
      pick(m.node, m.call, m);
      reveal(panel);
      return true;
    }
    return false;
  }

  // net draws how interactions go from flow to flow.
  function net(box) {
    const linked = [...new Set(data.links.flat())].sort((a, b) => a - b), at = new Map(linked.map((f, i) => [f, i]));
    const drawing = {
      groups: [], entry: -1,
      nodes: linked.map(i => ({ g: -1, s: data.flows[i].entry ? 'enter' : data.flows[i].calls > 0 ? 'call' : 'step', l: data.flows[i].name,
        n: data.flows[i].type })),
      edges: data.links.map(([f, t]) => ({ f: at.get(f), t: at.get(t) })),
    };
    canvas(box, `${linked.length} flows and how interactions go between them`, root => {
      const out = layout.flow(drawing, new Set()), scene = svg('g', {});
      for (const e of out.edges) scene.append(svg('path', { class: 'g-edge', d: e.path, 'marker-end': 'url(#arrow)' }));
      for (const n of out.nodes) {
        const f = data.flows[linked[n.i]];
        const node = svg('g', { class: 'g-node ' + drawing.nodes[n.i].s, transform: `translate(${n.x} ${n.y})`,
          ...(f.graph ? { role: 'link', tabindex: 0 } : {}), 'aria-label': `${f.name}, ${f.type}` },
          svg('title', {}, `${f.name}, ${f.type}`), shape(drawing.nodes[n.i].s, n.w, n.h), ...label(n.lines, n.note, n.h),
            ...mark(f.worst ? [{ severity: f.worst }] : [], n, '!'));
        if (f.graph) act(node, () => { location.hash = f.id; });
        scene.append(node);
      }
      root.replaceChildren(arrow(), scene);
      return { w: out.w, h: out.h };
    });
  }
  // What paper shows of the flows: those with the gravest findings, as far as
  // they can be read.
  const mostPrinted = 12, mostNodes = 90, gravity = ['error', 'warning', 'info'];
  function print() {
    unprint();
    const list = data.flows.filter(f => f.graph && f.worst).sort((a, b) => gravity.indexOf(a.worst) - gravity.indexOf(b.worst));
    const figures = [], before = shown;
    for (const f of list) {
      const graph = page.graph(f.id);
      if (figures.length === mostPrinted || graph.nodes.length > mostNodes || before && before.id === f.id) continue;
      shown = { id: f.id, graph, closed: new Set(), lit: { nodes: new Set(), edges: new Set(), picked: -1 } };
      const root = svg('svg', { role: 'img', 'aria-label': 'Control flow of ' + f.name }), size = drawFlow(root);
      root.setAttribute('viewBox', `-12 -12 ${size.w + 24} ${size.h + 24}`);
      root.style.maxWidth = Math.round(size.w * 0.9) + 'px';
      figures.push(el('figure', {}, el('figcaption', {}, f.name, ' ', el('span', { class: 'dim' }, f.place)), root));
    }
    shown = before;
    if (figures.length > 0) {
      document.getElementById('flows').append(el('div', { class: 'printed' }, el('h3', {}, 'Flows with findings'), ...figures));
    }
  }
  const unprint = () => document.querySelectorAll('.printed').forEach(n => n.remove());
  function start() {
    window.addEventListener('beforeprint', print);
    window.addEventListener('afterprint', unprint);
    const box = document.getElementById('net');
    if (!box) return;
    box.hidden = false;
    box.addEventListener('toggle', () => { const c = box.querySelector('.canvas'); if (box.open && !c.firstChild) net(c); });
  }
  return { start, show, path };
})();
