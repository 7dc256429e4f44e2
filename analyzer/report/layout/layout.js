'use strict';
// Lays a flow's graph out: dagre for each open container by itself, then for
// the containers among each other. So a large flow stays quick, and closing a
// container moves nothing inside the others. No DOM in here: archlint graph
// runs it as well.
const layout = (() => {
  const lineHeight = 14, pad = 16, title = 26, mostNested = 160;

  const wide = c => c >= 0x1100 &&
    (c <= 0x115f || c >= 0x2e80 && c <= 0xa4cf || c >= 0xac00 && c <= 0xd7a3 || c >= 0xf900 && c <= 0xfaff || c >= 0xfe30 && c <= 0xfe6f ||
      c >= 0xff00 && c <= 0xff60 || c >= 0x1f300 && c <= 0x1faff);
  const columns = text => { let n = 0; for (const c of text) n += wide(c.codePointAt(0)) ? 2 : 1; return n; };
  // wrap breaks text into at most so many lines of at most so many columns.
  function wrap(text, most, lines) {
    const out = [];
    let line = '', cut = false;
    const push = () => { if (line !== '') out.push(line); line = ''; };
    for (let word of String(text).split(/\s+/).filter(w => w !== '')) {
      while (columns(word) > most) { // no place to break it: break it anywhere
        push();
        let part = '';
        for (const c of word) { if (columns(part + c) > most) break; part += c; }
        out.push(part);
        word = word.slice(part.length);
        if (part === '' || out.length > lines) { cut = true; break; }
      }
      if (cut || out.length > lines) break;
      if (line !== '' && columns(line) + 1 + columns(word) > most) push();
      line = line === '' ? word : line + ' ' + word;
    }
    push();
    if (out.length > lines) { out.length = lines; cut = true; }
    if (cut && out.length > 0) out[out.length - 1] = out[out.length - 1].replace(/.$/u, '') + '\u2026';
    return out.length > 0 ? out : [' '];
  }

  // size is what a node needs: call sites grow with how often they run.
  function size(n) {
    const lines = wrap(n.l, 24, 3), note = n.n ? wrap(n.n, 30, 1)[0] : '';
    const text = Math.max(...lines.map(columns)) * 6.7, small = columns(note) * 5.7;
    const grow = n.s === 'call' && n.r ? Math.min(36, 9 * Math.log2(1 + n.r)) : 0;
    const slant = n.s === 'choose' || n.s === 'menu' ? 28 : 0;
    return {
      w: Math.round(Math.max(64, text + 22, small + 18) + slant + grow),
      h: Math.round(lines.length * lineHeight + (note ? lineHeight : 0) + 16 + grow * 0.7), lines, note,
    };
  }

  // curve is an SVG path through points, its corners rounded.
  const f = x => Math.round(x * 10) / 10;
  function curve(points) {
    let d = `M${f(points[0].x)},${f(points[0].y)}`;
    for (let i = 1; i < points.length - 1; i++) {
      const a = points[i], b = points[i + 1], end = i === points.length - 2;
      const x = end ? b.x : (a.x + b.x) / 2, y = end ? b.y : (a.y + b.y) / 2;
      d += `Q${f(a.x)},${f(a.y)} ${f(x)},${f(y)}`;
    }
    const last = points[points.length - 1];
    return points.length === 2 ? d + `L${f(last.x)},${f(last.y)}` : d;
  }
  // across leads from one container to another: downward from the foot of one
  // box to the head of the other, upward around what lies between, on the right.
  function across(a, b, right, text) {
    const foot = a.y + a.h / 2, head = b.y - b.h / 2, half = columns(text) * 2.8;
    if (foot <= head) {
      const dy = Math.max(24, Math.min(160, (head - foot) / 2));
      return {
        path: `M${f(a.x)},${f(foot)}C${f(a.x)},${f(foot + dy)} ${f(b.x)},${f(head - dy)} ${f(b.x)},${f(head)}`,
        label: { x: a.x, y: foot + 8 },
      };
    }
    const x1 = a.x + a.w / 2, x2 = b.x + b.w / 2, out = Math.max(right, x1 + 24, x2 + 24), r = 10;
    const turn = a.y > b.y ? -r : r;
    return {
      path: `M${f(x1)},${f(a.y)}H${f(out - r)}Q${f(out)},${f(a.y)} ${f(out)},${f(a.y + turn)}` +
        `V${f(b.y - turn)}Q${f(out)},${f(b.y)} ${f(out - r)},${f(b.y)}H${f(x2)}`,
      label: { x: x1 + 6 + half, y: a.y - 7 },
    };
  }

  // inner lays out boxes and edges; groups, if any, nest around them.
  function inner(boxes, edges, groups, nested) {
    const g = new dagre.graphlib.Graph({ multigraph: true, compound: nested });
    const ranker = boxes.length > 300 ? 'tight-tree' : 'network-simplex';
    g.setGraph({ rankdir: 'TB', nodesep: 22, ranksep: 30, edgesep: 12, marginx: 4, marginy: 4, ranker });
    g.setDefaultEdgeLabel(() => ({}));
    for (const b of boxes) g.setNode(b.id, { width: b.w, height: b.h });
    if (nested) {
      for (const k of groups) g.setNode(k.id, {});
      for (const k of groups) if (k.parent) g.setParent(k.id, k.parent);
      for (const b of boxes) if (b.parent) g.setParent(b.id, b.parent);
    }
    const sized = label => label ? { width: columns(label) * 5.6 + 8, height: 14, labelpos: 'c' } : {};
    edges.forEach((e, i) => g.setEdge(e.from, e.to, sized(e.label), String(i)));
    dagre.layout(g);
    const at = id => { const n = g.node(id); return { x: n.x, y: n.y, w: n.width, h: n.height }; };
    const graph = g.graph();
    return {
      w: graph.width || 0, h: graph.height || 0,
      boxes: boxes.map(b => at(b.id)),
      groups: nested ? groups.map(k => at(k.id)) : [],
      edges: edges.map((e, i) => {
        const l = g.edge({ v: e.from, w: e.to, name: String(i) });
        return { points: l.points, x: l.x, y: l.y };
      }),
    };
  }

  const root = (d, g) => { while (g >= 0 && d.groups[g].parent >= 0) g = d.groups[g].parent; return g; };

  // container lays out what stands in one container; end nodes that several
  // containers share get a copy in each.
  function container(d, r, members, ends, edges) {
    const boxes = [], ids = new Map(), groups = [], known = new Set();
    const add = i => {
      const s = size(d.nodes[i]), g = d.nodes[i].g;
      boxes.push({ id: 'n' + i, i, ...s, parent: g >= 0 && g !== r ? 'g' + g : null });
      ids.set(i, boxes.length - 1);
      for (let k = g; k >= 0 && k !== r && !known.has(k); k = d.groups[k].parent) {
        known.add(k);
        groups.push({ id: 'g' + k, g: k, parent: d.groups[k].parent === r ? null : 'g' + d.groups[k].parent });
      }
    };
    members.forEach(add);
    ends.forEach(add);
    const wires = edges.map(e => ({ e, from: 'n' + d.edges[e].f, to: 'n' + d.edges[e].t, label: d.edges[e].l }));
    let nested = groups.length > 0 && boxes.length <= mostNested, out;
    try {
      out = inner(boxes, wires, groups, nested);
    } catch (_) { // dagre cannot nest some graphs; without the loops' frames it can
      nested = false;
      out = inner(boxes, wires, groups, nested);
    }
    return { boxes, ids, groups: nested ? groups : [], wires, out };
  }

  // flow lays a drawing out. closed holds the containers to be shown as one box.
  function flow(d, closed) {
    const tops = d.nodes.map(n => root(d, n.g));
    const shared = i => tops[i] < 0 && d.nodes[i].s === 'leave';
    const members = new Map(), ends = new Map(), within = new Map(), loose = [];
    d.nodes.forEach((n, i) => {
      if (tops[i] >= 0) members.set(tops[i], (members.get(tops[i]) || []).concat(i));
      else if (!shared(i)) loose.push(i);
    });
    const outer = [];
    d.edges.forEach((e, i) => {
      const a = tops[e.f], b = tops[e.t];
      if (a >= 0 && (a === b || shared(e.t))) {
        within.set(a, (within.get(a) || []).concat(i));
        if (shared(e.t)) ends.set(a, (ends.get(a) || new Set()).add(e.t));
      } else outer.push(i);
    });
    // A node that nothing in a container leads to stands by itself.
    d.nodes.forEach((n, i) => { if (shared(i) && ![...ends.values()].some(s => s.has(i))) loose.push(i); });

    const metas = [], metaOf = new Map();
    for (const [r, list] of members) {
      metaOf.set('g' + r, metas.length);
      if (closed.has(r)) {
        const calls = list.filter(i => d.nodes[i].s === 'call').length;
        const note = list.length + ' actions' + (calls ? ', ' + calls + (calls === 1 ? ' call' : ' calls') : '');
        const s = size({ l: d.groups[r].label, n: note, s: 'menu' });
        metas.push({ id: 'g' + r, r, closed: true, ...s, members: list });
      } else {
        const c = container(d, r, list, [...(ends.get(r) || [])], within.get(r) || []);
        const w = Math.max(c.out.w, columns(d.groups[r].label) * 7.4) + 2 * pad;
        metas.push({ id: 'g' + r, r, c, w, h: c.out.h + pad + title, members: list });
      }
    }
    for (const i of loose) {
      metaOf.set('n' + i, metas.length);
      metas.push({ id: 'n' + i, i, ...size(d.nodes[i]) });
    }
    const meta = i => metaOf.get(tops[i] >= 0 ? 'g' + tops[i] : 'n' + i);
    const wires = new Map();
    for (const e of outer) {
      const a = meta(d.edges[e].f), b = meta(d.edges[e].t);
      if (a !== undefined && b !== undefined && a !== b) wires.set(a + ' ' + b, { from: metas[a].id, to: metas[b].id });
    }
    const frame = inner(metas, [...wires.values()], [], false);
    return place(d, metas, meta, outer, frame);
  }

  // place puts the parts together into one drawing.
  function place(d, metas, meta, outer, frame) {
    const out = { w: frame.w, h: frame.h, boxes: [], nodes: [], edges: [] };
    const where = new Map(); // of nodes, for the edges between containers
    metas.forEach((m, k) => {
      const at = frame.boxes[k];
      if (m.i !== undefined) {
        const n = { i: m.i, x: at.x, y: at.y, w: m.w, h: m.h, lines: m.lines, note: m.note };
        out.nodes.push(n);
        where.set(m.i, n);
        return;
      }
      const box = { g: m.r, x: at.x, y: at.y, w: m.w, h: m.h, closed: !!m.closed, members: m.members, lines: m.lines, note: m.note };
      out.boxes.push(box);
      if (m.closed) { for (const i of m.members) where.set(i, box); return; }
      const dx = at.x - m.w / 2 + (m.w - m.c.out.w) / 2, dy = at.y - m.h / 2 + title;
      m.c.groups.forEach((g, i) => {
        const b = m.c.out.groups[i];
        out.boxes.push({ g: g.g, loop: true, x: b.x + dx, y: b.y + dy, w: b.w, h: b.h });
      });
      m.c.boxes.forEach((b, i) => {
        const p = m.c.out.boxes[i], n = { i: b.i, x: p.x + dx, y: p.y + dy, w: b.w, h: b.h, lines: b.lines, note: b.note };
        out.nodes.push(n);
        where.set(b.i, n);
      });
      m.c.wires.forEach((w, i) => {
        const p = m.c.out.edges[i], moved = p.points.map(q => ({ x: q.x + dx, y: q.y + dy }));
        out.edges.push({ e: [w.e], path: curve(moved), label: p.x === undefined ? null : { x: p.x + dx, y: p.y + dy } });
      });
    });
    // Edges that go up share lanes to the right of the containers that they join.
    const merged = new Map(), lanes = new Map();
    const right = i => { const k = meta(i), at = frame.boxes[k]; return at.x + at.w / 2; };
    const lane = (x, to) => {
      if (!lanes.has(to)) lanes.set(to, x + 14 + 7 * (lanes.size % 6));
      lanes.set(to, Math.max(lanes.get(to), x + 14));
      return lanes.get(to);
    };
    for (const e of outer) {
      const a = where.get(d.edges[e].f), b = where.get(d.edges[e].t);
      if (!a || !b || a === b) continue;
      const { f: from, t: to } = d.edges[e];
      const key = a.closed || b.closed ? `${meta(from)} ${a.closed ? '' : from} ${meta(to)} ${b.closed ? '' : to}` : 'e' + e;
      if (merged.has(key)) { merged.get(key).e.push(e); continue; }
      const text = a.closed || b.closed ? '' : d.edges[e].l || '';
      const edge = { e: [e], across: true, ...across(a, b, lane(Math.max(right(from), right(to)), to), text) };
      merged.set(key, edge);
      out.edges.push(edge);
    }
    for (const x of lanes.values()) out.w = Math.max(out.w, x + 12);
    return out;
  }

  // start says which containers are closed at first, so that what opens is
  // readable. At least one is open.
  function start(d) {
    const closed = new Set();
    if (d.nodes.length <= 120) return closed;
    const counts = new Map();
    d.nodes.forEach(n => { const r = root(d, n.g); if (r >= 0) counts.set(r, (counts.get(r) || 0) + 1); });
    const entry = d.entry >= 0 ? root(d, d.nodes[d.entry].g) : -1;
    for (const [r, n] of counts) if (counts.size > 1 && (r !== entry || n > 150)) closed.add(r);
    return closed;
  }

  return { flow, start, root };
})();
