'use strict';
// Demand against limits for other traffic: analyzer/capacity in the browser. A
// test holds both to the same numbers. model is capacity.WhatIf as it stands in
// the page; now is {perMinute, licences, aht, occupancy, latency}, perMinute
// and licences null when unknown.
const capacity = (() => {
  const warningAt = 0.8, always = 730.5, longestTimeout = 60;

  // perLicence is how many interactions a minute one busy licence stands for.
  const perLicence = (model, now) => now.occupancy / now.aht * 60 / (1 - model.contained - model.abandoned);

  // waitingAt is how many interactions wait, of which each waits so often on average.
  function waitingAt(model, perMinute, queued) {
    if (model.waiting !== null) return { value: model.waiting, known: true };
    if (model.meanWait === null) return { value: 0, known: false };
    const share = model.queued !== null && queued > 0 ? model.queued : queued;
    return { value: perMinute * share * model.meanWait / 60, known: true };
  }
  const inverse = x => x > 0 ? 1 / x : 0;

  // shares spreads one interaction over the entries as far as that is known.
  function shares(model, now) {
    const s = { known: model.entries.map(() => 0), unattributed: 1, candidates: [] };
    const assign = (i, share) => { share = Math.min(share, s.unattributed); s.known[i] = share; s.unattributed -= share; };
    const measured = [];
    let sum = 0;
    model.entries.forEach((e, i) => {
      if (e.event) return;
      if (e.share !== null) assign(i, e.share);
      else if (e.measured !== null) { measured.push(i); sum += e.measured; }
      else if (e.given !== null && now.perMinute > 0) assign(i, e.given / now.perMinute);
      else if (!e.onlyNamed) s.candidates.push(i);
    });
    if (sum > 0) {
      const left = s.unattributed;
      for (const i of measured) assign(i, left * model.entries[i].measured / sum);
      s.unattributed = 0;
      s.candidates = [];
    }
    if (s.unattributed < 1e-9) s.unattributed = 0;
    if (s.unattributed > 0 && s.candidates.length === 1) { s.known[s.candidates[0]] = s.unattributed; s.unattributed = 0; }
    return s;
  }
  // spread assigns the unattributed interactions to the entry that weighs most (or least).
  function spread(s, most, weight) {
    const all = s.known.slice();
    if (s.unattributed === 0 || s.candidates.length === 0) return all;
    let best = s.candidates[0];
    for (const i of s.candidates.slice(1)) if (most ? weight(i) > weight(best) : weight(i) < weight(best)) best = i;
    all[best] += s.unattributed;
    return all;
  }

  // world is the model under the traffic of now.
  function world(model, now) {
    const w = { model, now, shares: shares(model, now) };
    w.waiting = (perMinute, queued) => waitingAt(model, perMinute, queued).value;
    w.known = waitingAt(model, 1, 1).known;
    w.perMinute = now.perMinute === null ? 1 : now.perMinute;
    return w;
  }
  // crowded has as many interactions waiting as are being served; busy has
  // that many interactions a minute, waited that many waiting.
  const crowded = w => ({
    ...w, known: true,
    waiting: (perMinute, queued) => perMinute * (w.model.queued !== null && queued > 0 ? w.model.queued : queued) * w.now.aht / 60,
  });
  const busy = w => perMinute => ({ ...w, perMinute });
  const waited = w => n => ({ ...w, waiting: () => n, known: true });

  // queuedBy is how often an interaction waits in a queue, by what of them enters each entry.
  const queuedBy = (w, part) => w.model.entries.reduce((sum, e, i) => sum + part[i] * e.queued, 0);
  // weigher orders the entries that unattributed interactions may enter by the demand with each
  // of them as the assignee, peakWeight by the peak of what it asks for alone.
  function weigher(w, perArrival, perWaiting) {
    const { known, unattributed } = w.shares, sum = each => known.reduce((all, share, i) => all + share * each(i), 0);
    const arriving = sum(perArrival), repeating = sum(perWaiting), queued = queuedBy(w, known);
    return assignee => {
      const often = queued + unattributed * w.model.entries[assignee].queued;
      const waiting = w.known ? w.waiting(w.perMinute, often) : 0;
      return w.perMinute * (arriving + unattributed * perArrival(assignee)) +
        waiting * (repeating + unattributed * perWaiting(assignee)) * inverse(often);
    };
  }
  const fewEntries = 12;
  function peakWeight(w, mass, perWaiting, queued) {
    const rate = w.perMinute * w.model.factor, waiting = w.known ? w.waiting(rate, queued) : 0;
    const count = prob.merge({ rate, sizes: mass }, { rate: waiting, sizes: prob.constant(perWaiting * inverse(queued)) });
    return w.shares.candidates.length > fewEntries ? prob.about(count, w.model.quantile) : prob.quantile(count, w.model.quantile);
  }
  // spreads reports whether it is unknown which flow some interactions enter.
  const spreads = w => w.shares.candidates.length > 1 && w.shares.unattributed > 0;

  const cache = new WeakMap(); // the sizes of a model's masses
  function sizes(model, at) {
    if (!cache.has(model)) cache.set(model, []);
    const all = cache.get(model);
    if (!all[at]) {
      const pairs = model.masses[at];
      all[at] = pairs.length === 0 ? [] : new Array(pairs[pairs.length - 2] + 1).fill(0);
      for (let k = 0; k < pairs.length; k += 2) all[at][pairs[k]] = pairs[k + 1];
    }
    return all[at];
  }

  // starts are those of a workflow, in a minute and for each interaction: as often as may be, or as seldom.
  const starts = (e, often) => often ? [e.rate || 0, e.share || 0] : [e.leastRate || 0, e.leastShare || 0];

  // streams are compound Poisson counts of executions in a minute, by what drives them.
  function streams(w, counts, high, background, byPeak) {
    const { model } = w, of = i => sizes(model, counts.masses[i]);
    const part = spread(w.shares, high, byPeak ? i => peakWeight(w, of(i), counts.waiting[i], model.entries[i].queued)
      : weigher(w, i => prob.mean({ rate: 1, sizes: of(i) }), i => counts.waiting[i]));
    const queued = queuedBy(w, part);
    const arriving = [], waiting = [], fixed = [];
    model.entries.forEach((e, i) => {
      const mass = sizes(model, counts.masses[i]);
      if (e.event) {
        const [rate, share] = starts(e, high);
        if (mass.length > 1 && rate) fixed.push({ rate, sizes: mass });
        if (mass.length > 1 && share) arriving.push({ rate: share, sizes: mass });
        return;
      }
      arriving.push({ rate: part[i], sizes: mass });
      if (counts.waiting[i] > 0) waiting.push({ rate: part[i] * e.queued, sizes: prob.constant(counts.waiting[i] / e.queued) });
    });
    fixed.push({ rate: background, sizes: [0, 1] });
    return { perArrival: prob.merge(...arriving), perWaiting: prob.scale(prob.merge(...waiting), inverse(queued)),
      fixed: prob.merge(...fixed), queued };
  }
  const minute = (w, s, perMinute) => prob.merge(prob.scale(s.perArrival, perMinute),
    prob.scale(s.perWaiting, w.waiting(perMinute, s.queued)), s.fixed);
  const minuteMean = (w, s, perMinute) => prob.mean(minute(w, s, perMinute));
  const nothing = { rate: 0, sizes: [] };
  const moving = s => ({ perArrival: s.perArrival, perWaiting: s.perWaiting, fixed: nothing, queued: s.queued });

  // greatest x with room, null when x adds nothing, passed when there is none without it.
  const passed = -1;
  function greatest(limit, slope, room) {
    if (!(slope > 1e-12)) return null;
    if (room(0) < 0) return passed;
    return prob.solve(Math.max(limit, 1) / slope, 1e15, room);
  }
  const finite = x => Number.isFinite(x) ? x : null;
  const scaled = (k, room, peak) => !(k > 0) || !(peak > 0) || !(room > 0) ? null : finite(k * (room / peak));
  const ratio = (a, b) => !(b > 1e-12) || !(a >= 0) ? null : finite(a / b);

  // alternatives are demands of which only one is made, and which one is not known: the most or the least of them.
  function alternatives(all, most) {
    if (all.length === 1) return all[0];
    const pick = most ? Math.min : Math.max, top = most ? Math.max : Math.min;
    const solved = solve => all.map(solve).reduce((a, b) => a === null ? b : b === null ? a : pick(a, b));
    return {
      repeats: all.some(d => d.repeats),
      arrives: all.some(d => d.arrives),
      under: w => alternatives(all.map(d => d.under(w)), most),
      at: perMinute => all.map(d => d.at(perMinute)).reduce((a, b) => [top(a[0], b[0]), top(a[1], b[1])]),
      interactions: limit => solved(d => d.interactions(limit)),
      waiting: (limit, perMinute) => solved(d => d.waiting(limit, perMinute)),
      latency: (limit, perMinute) => solved(d => d.latency(limit, perMinute)),
      calls: (limit, perMinute) => solved(d => d.calls(limit, perMinute)),
    };
  }
  // settled solves where another flow may ask most at the solution.
  function settled(w, d, at, solve) {
    let x = solve(d);
    for (let n = 0; n < w.shares.candidates.length; n++) {
      if (x === null || x < 0 || !spreads(w)) break;
      const next = solve(d.under(at(x)));
      if (next !== null && next >= x) break;
      x = next;
    }
    return x;
  }

  // minutes is the demand per minute: its mean and its peak each the greatest
  // (or least) that may be.
  function minutes(w, counts, high, background) {
    const one = byPeak => minuteDemand(w, counts, high, background, byPeak);
    return spreads(w) ? alternatives([one(false), one(true)], high) : one(false);
  }
  function minuteDemand(w, counts, high, background, byPeak) {
    const { quantile: q, factor } = w.model, s = streams(w, counts, high, background, byPeak);
    return {
      repeats: prob.mean(s.perWaiting) > 0,
      arrives: prob.mean(s.perArrival) > 0,
      at: perMinute => [minuteMean(w, s, perMinute), prob.quantile(minute(w, s, perMinute * factor), q)],
      under: other => minuteDemand(other, counts, high, background, byPeak),
      interactions: limit => greatest(limit, minuteMean(w, s, 2) - minuteMean(w, s, 1),
        perMinute => prob.room(minute(w, s, perMinute * factor), limit, q)),
      waiting: (limit, perMinute) => {
        const rest = prob.merge(prob.scale(s.perArrival, perMinute * factor), s.fixed);
        return greatest(limit, prob.mean(s.perWaiting), n => prob.room(prob.merge(rest, prob.scale(s.perWaiting, n)), limit, q));
      },
      latency: () => null,
      calls: (limit, perMinute) => scaled(minuteMean(w, moving(s), perMinute) / perMinute, limit - prob.quantile(s.fixed, q),
        prob.quantile(minute(w, moving(s), perMinute * factor), q)),
    };
  }

  // slots adds up what calls hold at the same time; duration(call) in seconds.
  function slots(w, counts, high, background, accepts, duration, often = high) {
    const perArrival = [], perWaiting = [];
    w.model.entries.forEach((e, i) => {
      perArrival[i] = perWaiting[i] = 0;
      for (const call of e.calls || []) {
        if (!accepts(call)) continue;
        perArrival[i] += call.mean * duration(call) / 60;
        perWaiting[i] += (often ? call.waiting : call.least) * duration(call) / 60;
      }
    });
    const part = spread(w.shares, high, weigher(w, i => perArrival[i], i => perWaiting[i]));
    const d = { perArrival: 0, perWaiting: 0, fixed: 0, queued: queuedBy(w, part) };
    w.model.entries.forEach((e, i) => {
      if (e.event) {
        const [rate, share] = starts(e, often);
        d.fixed += perArrival[i] * rate;
        d.perArrival += perArrival[i] * share;
        return;
      }
      d.perArrival += part[i] * perArrival[i];
      d.perWaiting += part[i] * perWaiting[i] * inverse(d.queued);
    });
    d.fixed += background * w.now.latency / 60;
    return d;
  }
  const slotMean = (w, d, perMinute) => d.perArrival * perMinute + d.perWaiting * w.waiting(perMinute, d.queued) + d.fixed;

  function slotDemand(w, counts, high, background, accepts) {
    const { quantile: q, factor } = w.model, s = streams(w, counts, high, background, false);
    const d = slots(w, counts, high, background, accepts, usually(w)), hung = slots(w, counts, high, 0, accepts, hanging);
    return {
      repeats: prob.mean(s.perWaiting) > 0,
      arrives: prob.mean(s.perArrival) > 0,
      at: perMinute => [slotMean(w, d, perMinute), prob.poissonQuantile(slotMean(w, d, perMinute * factor), q)],
      under: other => slotDemand(other, counts, high, background, accepts),
      interactions: limit => {
        const most = prob.poissonMean(limit, q);
        return greatest(limit, slotMean(w, d, 2) - slotMean(w, d, 1), perMinute => most - slotMean(w, d, perMinute * factor));
      },
      waiting: (limit, perMinute) => {
        const room = prob.poissonMean(limit, q) - d.perArrival * perMinute * factor - d.fixed;
        return room < 0 && d.perWaiting > 1e-12 ? passed : ratio(room, d.perWaiting);
      },
      latency: (limit, perMinute) => {
        const most = prob.poissonMean(limit, q);
        if (slotMean(w, hung, perMinute * factor) + background * longestTimeout / 60 <= most) return null;
        return ratio(most, minuteMean(w, s, perMinute * factor) / 60);
      },
      calls: (limit, perMinute) => scaled(minuteMean(w, moving(s), perMinute) / perMinute, prob.poissonMean(limit, q) - d.fixed,
        slotMean(w, d, perMinute * factor) - d.fixed),
    };
  }

  function monthDemand(w, counts, high, hours, background) {
    const { quantile: q } = w.model, s = streams(w, counts, high, 0, false);
    const others = { rate: background, sizes: [0, 1] };
    const month = (of, perMinute, unmade = others) =>
      prob.merge(prob.scale(prob.merge(minute(w, moving(of), perMinute), unmade), 60 * hours), prob.scale(of.fixed, 60 * always));
    return {
      repeats: prob.mean(s.perWaiting) > 0,
      arrives: prob.mean(s.perArrival) > 0,
      at: perMinute => { const count = month(s, perMinute); return [prob.mean(count), prob.quantile(count, q)]; },
      under: other => monthDemand(other, counts, high, hours, background),
      interactions: limit => greatest(limit, prob.mean(month(s, 2)) - prob.mean(month(s, 1)),
        perMinute => prob.room(month(s, perMinute), limit, q)),
      waiting: (limit, perMinute) => {
        const rest = month({ perArrival: s.perArrival, perWaiting: nothing, fixed: s.fixed, queued: s.queued }, perMinute);
        const each = prob.scale(s.perWaiting, 60 * hours);
        return greatest(limit, prob.mean(each), n => prob.room(prob.merge(rest, prob.scale(each, n)), limit, q));
      },
      latency: () => null,
      calls: (limit, perMinute) => scaled(minuteMean(w, moving(s), perMinute) / perMinute,
        limit - prob.mean(s.fixed) * 60 * always - background * 60 * hours,
        prob.quantile(month(moving(s), perMinute, nothing), q)),
    };
  }

  const usually = w => call => {
    const seconds = call.latency === null ? w.now.latency : call.latency;
    return Math.max(Math.min(seconds, hanging(call)), 0);
  };
  const hanging = call => call.timeout !== null ? call.timeout : longestTimeout;

  // demand is one end of what a limit is asked for: of several OAuth clients the busiest.
  function demand(w, limit, high) {
    const background = high ? limit.highBackground : limit.lowBackground, all = high ? limit.high : limit.low;
    switch (limit.measure) {
      case 'slots': return slotDemand(w, all[0], high, background, call => !limit.functions || call.function);
      case 'month': return monthDemand(w, all[0], high, high ? limit.highHours : limit.lowHours, background);
      default: return alternatives(all.map(counts => minutes(w, counts, high, background)), true);
    }
  }

  const judge = (peak, limit) => peak > limit ? 'exceeded' : peak > 0 && peak >= warningAt * limit ? 'warning' : 'ok';
  function verdict(low, high, value, soft, gaps) {
    const atLow = judge(low, value), atHigh = judge(high, value);
    let v = 'unknown';
    if (atLow === 'exceeded') v = 'exceeded';
    else if (atLow === 'warning' && (gaps || atHigh === 'exceeded')) v = 'warning';
    else if (atLow === atHigh && !gaps) v = atLow;
    return soft && v === 'exceeded' ? 'warning' : v;
  }

  // Figures are rounded as analyzer/capacity rounds them (round.go).
  const round = (v, decimals) => { const scale = 10 ** decimals, r = half(v * scale); return Math.abs(r) < 1e15 ? r / scale : v; };
  const half = x => x < 0 ? -Math.round(-x) : Math.round(x);
  function significant(v, digits, how) {
    if (Math.abs(v) < 1e-12 || Number.isNaN(v)) return 0;
    if (!Number.isFinite(v)) return v;
    const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(v)));
    return decimals < 0 ? how(v / 10 ** -decimals) * 10 ** -decimals : how(v * 10 ** decimals) / 10 ** decimals;
  }
  const down = x => Math.floor(x + 1e-9);
  const utilisation = v => v >= 0.1 ? round(v, 3) : significant(v, 2, half);
  const headroom = v => significant(v, 3, down);
  const breakEven = v => v === null || v < 0 ? null : significant(v, 6, down);

  const valueOf = (limit, now) => limit.perLicence !== null && now.licences !== null ? limit.perLicence * now.licences : limit.value;

  function row(w, limit) {
    const { model, now } = w, value = valueOf(limit, now);
    const high = demand(w, limit, true), low = demand(w, limit, false);
    const out = { id: limit.id, value, demand: null, demandLow: null, utilisation: null, headroom: null,
      verdict: 'unknown', breakEven: {} };
    const b = out.breakEven, most = settled(w, high, busy(w), d => d.interactions(value));
    b.interactionsPerMinute = breakEven(most);
    b.licences = most !== null && most >= 0 && !limit.noLicences ? breakEven(ratio(most, perLicence(model, now))) : null;
    b.latencySeconds = b.callsPerInteraction = b.waitingInteractions = null;
    if (now.perMinute !== null || !high.arrives)
      b.waitingInteractions = breakEven(settled(w, high, waited(w), d => d.waiting(value, now.perMinute || 0)));
    if (now.perMinute === null) return out;
    const ends = [high, low].map(d => d.at(now.perMinute))
      .map(([expected, peak]) => ({ expected: round(expected, 3), peak: round(peak, 3) }));
    out.demand = ends[0];
    if (ends[1].expected !== ends[0].expected || ends[1].peak !== ends[0].peak) out.demandLow = ends[1];
    if (value > 0) out.utilisation = utilisation(ends[0].peak / value);
    if (ends[0].peak > 0) out.headroom = headroom(value / ends[0].peak);
    let top = ends[0].peak;
    if (!w.known && high.repeats) top = Math.max(top, high.under(crowded(w)).at(now.perMinute)[1]);
    out.verdict = verdict(ends[1].peak, top, value, limit.soft, limit.missing);
    b.latencySeconds = breakEven(high.latency(value, now.perMinute));
    b.callsPerInteraction = breakEven(high.calls(value, now.perMinute));
    return out;
  }

  // outage is what happens to the slots when the endpoints behind actions hang.
  function outage(w, hangs, limit) {
    const { model, now } = w, all = new Set(hangs.actions), actions = hangs.actions.map(at => model.actions[at]);
    const out = { slots: null, slotsOpen: false, refused: null, safeTimeoutSeconds: null, verdict: 'unknown' };
    if (now.perMinute === null || !actions.some(a => a.counted)) return out;
    const itself = call => all.has(call.action), rate = now.perMinute, q = model.quantile;
    // load is what hangs and what does not, at either end of what is unknown.
    const load = (in_, often, hit = itself) => ({
      others: slots(in_, null, true, model.background, call => !hit(call), usually(w), often),
      it: slots(in_, null, true, 0, hit, call => hanging(call) * call.attempts, often),
    });
    const wide = new Set([...hangs.actions, ...(hangs.perhaps || [])]), perhaps = call => wide.has(call.action);
    const busy = (in_, l, perMinute) => slotMean(in_, l.others, perMinute) + slotMean(in_, l.it, perMinute);
    const peakOf = (in_, l) => prob.poissonQuantile(busy(in_, l, rate * model.factor), q);
    const here = load(w, true), { others } = here, peak = peakOf(w, here);
    const low = Math.min(peak, peakOf(w, load(w, false)));
    let most = wide.size > all.size ? Math.max(peak, peakOf(w, load(w, true, perhaps))) : peak;
    if (!w.known) {
      const many = crowded(w), crowd = load(many, true, perhaps);
      if (crowd.others.perWaiting + crowd.it.perWaiting > 0) most = Math.max(most, peakOf(many, crowd));
    }
    out.slots = { expected: round(busy(w, here, rate), 3), peak };
    out.refused = significant(prob.erlangB(busy(w, here, rate), Math.trunc(limit)), 4, half);
    out.slotsOpen = actions.some(a => a.endless);
    if (!out.slotsOpen) out.safeTimeoutSeconds = safeTimeout(w, itself, others, limit);
    out.verdict = verdict(low, most, limit, false, model.gaps || out.slotsOpen);
    return out;
  }
  // safeTimeout is one that can be set, in whole seconds, or 0 where none is short enough.
  function safeTimeout(w, itself, others, limit) {
    const { model, now } = w, rate = now.perMinute * model.factor;
    // Attempts per minute are the slots of attempts that last a minute.
    const tries = slots(w, null, true, 0, itself, call => 60 * call.attempts);
    const perSecond = slotMean(w, tries, rate) / 60;
    if (perSecond <= 1e-12) return null;
    const room = prob.poissonMean(limit, model.quantile) - slotMean(w, others, rate);
    return Math.min(down(Math.max(room, 0) / perSecond), longestTimeout);
  }

  // assess holds the traffic of now against all limits that depend on it.
  function assess(model, now) {
    const w = world(model, now);
    const rows = model.limits.map(limit => row(w, limit));
    const shared = rows.find(r => r.id === 'dataactions/actions.concurrent.executions.max');
    return { rows, outages: shared ? (model.outages || []).map(hangs => outage(w, hangs, shared.value)) : [] };
  }
  // share is the peak demand over the limit, for a curve.
  function share(model, now, limit) {
    const value = valueOf(limit, now), [, peak] = demand(world(model, now), limit, true).at(now.perMinute);
    return value > 0 ? peak / value : null;
  }

  return { assess, share, perLicence, valueOf };
})();
