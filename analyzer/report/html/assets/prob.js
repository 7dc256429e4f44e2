'use strict';
// The numerics of analyzer/capacity/prob, function for function: a test holds
// both to the same numbers. Names and sources are explained there.
const prob = (() => {
  const epsilon = 1e-17, negligible = 1e-100, exactWork = 1e6, greatRate = 1e6, greatSkew = 0.45, farOff = 12;

  // log(n!) for whole n >= 0: a table, then Stirling's series, whose next term
  // is below 1e-16 from n = 16 on.
  const logFactorials = [0];
  for (let n = 1; n < 16; n++) logFactorials[n] = Math.log(Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1));
  function logFactorial(n) {
    if (n < 16) return logFactorials[n];
    const x = n + 1, y = 1 / (x * x);
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) +
      (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y / 1188)))) / x;
  }

  // The quantile of the normal distribution: Wichura, algorithm AS 241 (PPND16).
  const horner = (x, c) => c.reduceRight((sum, k) => sum * x + k, 0);
  const central = [
    [3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4, 4.5921953931549871457e4,
      6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
    [1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
      2.8729085735721942674e4, 5.2264952788528545610e3]];
  const middle = [
    [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258,
      2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
    [1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
      5.47593808499534494600e-4, 1.05075007164441684324e-9]];
  const far = [
    [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
      1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
    [1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15]];
  function normalQuantile(p) {
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      const r = 0.180625 - q * q;
      return q * horner(r, central[0]) / horner(r, central[1]);
    }
    const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    const [c, shift] = r <= 5 ? [middle, 1.6] : [far, 5];
    const z = horner(r - shift, c[0]) / horner(r - shift, c[1]);
    return q < 0 ? -z : z;
  }

  function poissonMass(n, mean) {
    if (n < 0) return 0;
    if (mean === 0) return n === 0 ? 1 : 0;
    return Math.exp(n * Math.log(mean) - mean - logFactorial(n));
  }
  function poissonLower(n, mean) {
    if (n < 0) return 0;
    let term = poissonMass(n, mean), sum = term;
    for (let k = n; k > 0 && term > sum * epsilon; k--) { term *= k / mean; sum += term; }
    return Math.min(sum, 1);
  }
  function poissonUpper(n, mean) {
    let term = poissonMass(n, mean), sum = term;
    for (let k = n + 1; term > sum * epsilon; k++) { term *= mean / k; sum += term; }
    return Math.min(sum, 1);
  }
  function poissonTail(n, mean) {
    n = Math.floor(n);
    return n < mean ? 1 - poissonLower(n, mean) : poissonUpper(n + 1, mean);
  }
  const poissonReaches = (n, mean, q) => poissonTail(n, mean) <= (1 - q) * (1 + 1e-9);
  function poissonQuantile(mean, q) {
    if (!(mean > 0) || !(q > 0) || q >= 1) return 0;
    let n = Math.max(0, Math.floor(mean + normalQuantile(q) * Math.sqrt(mean)));
    while (n > 0 && poissonReaches(n - 1, mean, q)) n--;
    while (!poissonReaches(n, mean, q)) n++;
    return n;
  }
  function poissonMean(n, q) {
    if (n < 0 || !(q > 0) || q >= 1) return 0;
    return bisect(0, n + 20 + 10 * Math.sqrt(n), mean => poissonReaches(n, mean, q));
  }

  function bisect(low, high, fits) {
    if (fits(high)) return high;
    for (let i = 0; i < 200; i++) {
      const mid = low + (high - low) / 2;
      if (mid <= low || mid >= high || high - low <= 1e-9 * high) break;
      if (fits(mid)) low = mid; else high = mid;
    }
    return low;
  }
  // solve returns the greatest x at which room, which falls, is not negative;
  // null when there is still room at limit.
  function solve(start, limit, room) {
    if (!(start > 0)) start = 1;
    let low = 0, atLow = 0, high = start, atHigh = room(start);
    while (atHigh >= 0) {
      if (high >= limit) return null;
      low = high; atLow = atHigh;
      high *= 2; atHigh = room(high);
    }
    if (low === 0 && (atLow = room(0)) < 0) return 0;
    return falsePosition(low, atLow, high, atHigh, room);
  }
  function falsePosition(low, atLow, high, atHigh, room) {
    let side = 0, before = Infinity;
    for (let step = 0; step < 200; step++) {
      const width = high - low;
      if (width <= 1e-9 * high) break;
      let x = low + width * atLow / (atLow - atHigh);
      if (step % 3 === 2) {
        if (width > before / 2) x = low + width / 2;
        before = width;
      }
      x = Math.max(low + width * 1e-10, Math.min(high - width * 1e-10, x));
      x = Math.max(low + high * 2e-10, Math.min(high - high * 2e-10, x));
      const at = room(x);
      if (at >= 0) {
        low = x; atLow = at;
        if (side === 1) atHigh /= 2;
        side = 1;
      } else {
        high = x; atHigh = at;
        if (side === -1) atLow /= 2;
        side = -1;
      }
    }
    return low;
  }

  function erlangB(load, slots) {
    if (load === 0) return slots <= 0 ? 1 : 0;
    let blocked = 1;
    for (let n = 1; n <= slots; n++) blocked = load * blocked / (n + load * blocked);
    return blocked;
  }

  // A compound Poisson count is {rate, sizes}; sizes[k] is the probability of k.
  function moment(sizes, n) {
    let sum = 0;
    for (let k = 0; k < sizes.length; k++) {
      let power = sizes[k];
      for (let i = 0; i < n; i++) power *= k;
      sum += power;
    }
    return sum;
  }
  const mean = c => c.rate * moment(c.sizes, 1);
  const variance = c => c.rate * moment(c.sizes, 2);
  const scale = (c, factor) => ({ rate: c.rate * factor, sizes: c.sizes });
  function constant(value) {
    if (!(value > 0)) return [1];
    const low = Math.floor(value), sizes = new Array(low + 2).fill(0);
    sizes[low + 1] = value - low;
    sizes[low] = 1 - (value - low);
    return sizes;
  }
  function merge(...parts) {
    const total = { rate: 0, sizes: [] };
    for (const part of parts) {
      if (!(part.rate > negligible)) continue;
      total.rate += part.rate;
      while (total.sizes.length < part.sizes.length) total.sizes.push(0);
      part.sizes.forEach((p, k) => { total.sizes[k] += part.rate * p; });
    }
    total.sizes = total.sizes.map(p => p / total.rate);
    return total;
  }
  function trim(c) {
    let end = c.sizes.length;
    while (end > 0 && c.sizes[end - 1] === 0) end--;
    if (end === 0 || c.sizes[0] === 0) return { rate: c.rate, sizes: c.sizes.slice(0, end) };
    let some = 0;
    for (let k = 1; k < end; k++) some += c.sizes[k];
    if (some === 0) return { rate: 0, sizes: [] };
    const sizes = [0];
    for (let k = 1; k < end; k++) sizes[k] = c.sizes[k] / some;
    return { rate: c.rate * some, sizes };
  }
  // constantSize returns the one size that all events have, or null.
  function constantSize(c) {
    const last = c.sizes.length - 1;
    for (let k = 0; k < last; k++) if (c.sizes[k] !== 0) return null;
    return last;
  }
  const feasible = (c, n) => n * c.sizes.length <= exactWork;
  const none = c => c.sizes.length <= 1 || !(c.rate > negligible);

  function quantile(c, q) {
    c = trim(c);
    if (none(c) || !(q > 0) || q >= 1) return 0;
    const step = constantSize(c);
    if (step !== null && c.rate < greatRate) return step * poissonQuantile(c.rate, q);
    const about = estimate(c, q);
    if (c.rate >= greatRate || !feasible(c, about)) return Math.ceil(about);
    return panjer(c, (_, cdf) => cdf >= q - 1e-12);
  }
  function room(c, n, q) {
    c = trim(c);
    if (n < 0) return -farOff;
    if (none(c)) return farOff;
    const step = constantSize(c);
    if (step !== null && c.rate < greatRate) return deviations(poissonTail(Math.floor(n / step), c.rate), q);
    if (!feasible(c, n) || c.rate >= greatRate) {
      return Math.max(-farOff, Math.min(farOff, (n - estimate(c, q)) / Math.sqrt(variance(c))));
    }
    if (mean(c) > n + 10 * Math.sqrt(variance(c))) return -farOff;
    const last = Math.floor(n);
    let reached = 0;
    panjer(c, (k, cdf) => { reached = cdf; return k >= last; });
    return deviations(1 - reached, q);
  }
  function deviations(tail, q) {
    const limit = (1 - q) * (1 + 1e-9);
    if (tail <= 0) return farOff;
    if (tail >= 1) return -farOff;
    const far = normalQuantile(1 - tail) - normalQuantile(1 - limit), fits = tail <= limit;
    if (fits !== (far >= 0)) return fits ? 0 : -1e-15;
    return Math.max(-farOff, Math.min(farOff, far));
  }
  function panjer(c, stop) {
    const big = 1e200, size = c.sizes.length;
    const weights = c.sizes.map((p, j) => j * p);
    const last = mean(c) + 60 * Math.sqrt(variance(c)) + 60 * size;
    let logScale = -c.rate, factor = Math.exp(logScale), cdf = factor;
    const mass = [1];
    for (let n = 0; ;) {
      if (stop(n, cdf) || n > last) return n;
      n++;
      let sum = 0;
      for (let j = 1; j < size && j <= n; j++) sum += weights[j] * mass[n - j];
      let value = c.rate / n * sum;
      if (value > big) {
        for (let i = Math.max(0, n - size); i < n; i++) mass[i] /= big;
        value /= big;
        logScale += Math.log(big);
        factor = Math.exp(logScale);
      }
      mass.push(value);
      cdf += value * factor;
    }
  }
  function estimate(c, q) {
    let about = Math.max(0, approximate(c, q));
    if (c.rate >= greatRate) return about;
    about = Math.min(about, (c.sizes.length - 1) * poissonQuantile(c.rate, q));
    if (skewness(c) < greatSkew || feasible(c, about)) return about;
    const last = Math.floor(exactWork / c.sizes.length);
    let within = false;
    const n = panjer(c, (n, cdf) => { within = cdf >= q - 1e-12; return within || n >= last; });
    return within ? n : Math.max(about, n);
  }
  // about is near quantile at a small part of its cost.
  function about(c, q) {
    c = trim(c);
    return none(c) || !(q > 0) || q >= 1 ? 0 : estimate(c, q);
  }
  const skewness = c => c.rate * moment(c.sizes, 3) / Math.pow(c.rate * moment(c.sizes, 2), 1.5);
  function approximate(c, q) {
    const k2 = c.rate * moment(c.sizes, 2);
    const skew = skewness(c);
    const kurtosis = c.rate * moment(c.sizes, 4) / (k2 * k2);
    const z = normalQuantile(q);
    const x = z + skew * (z * z - 1) / 6 + kurtosis * (z * z * z - 3 * z) / 24 - skew * skew * (2 * z * z * z - 5 * z) / 36;
    return mean(c) + Math.sqrt(k2) * x;
  }

  return { poissonQuantile, poissonMean, solve, erlangB, mean, scale, constant, merge, quantile, about, room };
})();
