'use strict';
// Tables that sort and filter, and links into them.
const tables = (() => {
  const { el } = page;
  const ranks = ['error', 'warning', 'info'];

  function key(row, column, kind) {
    const cell = row.cells[column], text = cell.dataset.key ?? cell.textContent.trim();
    if (kind === 'number') { const n = parseFloat(text.replace(/,/g, '')); return Number.isNaN(n) ? -Infinity : n; }
    if (kind === 'rank') return -ranks.indexOf(text);
    return text.toLowerCase();
  }
  function sort(table, column, kind, down) {
    const body = table.tBodies[0], rows = [...body.rows].map((row, i) => ({ row, i, k: key(row, column, kind) }));
    const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
    rows.sort((a, b) => (down ? -1 : 1) * compare(a.k, b.k) || a.i - b.i);
    body.append(...rows.map(r => r.row));
    [...table.tHead.rows[0].cells].forEach((th, i) => {
      if (i === column) th.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else th.removeAttribute('aria-sort');
    });
  }

  function filters(table) {
    const name = table.dataset.name, rows = [...table.tBodies[0].rows], count = el('span', { role: 'status', class: 'dim' });
    const search = el('input', { type: 'search', 'aria-label': 'Filter ' + name, placeholder: 'Filter ' + name });
    const severities = ranks.filter(s => rows.some(r => r.dataset.severity === s));
    const choice = el('select', { 'aria-label': 'Severity' }, el('option', { value: '' }, 'every severity'),
      ...severities.map(s => el('option', { value: s }, s)));
    const texts = new Map();
    const apply = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(w => w), severity = choice.value;
      let shown = 0;
      for (const row of rows) {
        if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
        row.hidden = !(words.every(w => texts.get(row).includes(w)) && (!severity || row.dataset.severity === severity));
        if (!row.hidden) shown++;
      }
      count.textContent = `${shown} of ${rows.length}`;
    };
    search.addEventListener('input', apply);
    choice.addEventListener('change', apply);
    const bar = el('div', { class: 'filter', role: 'search' }, search, severities.length > 1 ? choice : null, count);
    table.parentNode.before(bar);
    count.textContent = `${rows.length} of ${rows.length}`;
    return { show(row) { if (row.hidden) { search.value = ''; choice.value = ''; apply(); } } };
  }

  const made = new Map();
  function start() {
    for (const table of document.querySelectorAll('table.sortable')) {
      [...table.tHead.rows[0].cells].forEach((th, column) => {
        const kind = th.dataset.sort, button = el('button', { type: 'button', class: 'sort' }, ...th.childNodes);
        // Figures and severities are looked at from the greatest down.
        button.addEventListener('click', () => {
          const now = th.getAttribute('aria-sort');
          sort(table, column, kind, now ? now === 'ascending' : kind !== 'text');
        });
        th.append(button);
      });
      made.set(table, filters(table));
    }
  }
  // reveal scrolls to a row, opens it and marks it.
  function reveal(row) {
    const table = row.closest('table');
    if (made.has(table)) made.get(table).show(row);
    document.querySelectorAll('tr.target').forEach(r => r.classList.remove('target'));
    row.classList.add('target');
    const details = row.querySelector('details');
    if (details) details.open = true;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'center' });
  }
  return { start, reveal };
})();
