'use strict';
(() => {
  // follow does what the address asks for: a flow, a finding, the path to one.
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id === '') return;
    if (id.startsWith('path-') && flows.path(id.slice(5))) return;
    const node = document.getElementById(id.replace(/^path-/, ''));
    if (node && node.matches('tr')) tables.reveal(node);
    else if (!node) flows.show(id);
  }
  tables.start();
  sliders.start();
  curves.start();
  flows.start();
  document.querySelectorAll('a.js').forEach(a => { a.hidden = false; });
  // A link to where the address already points is followed too.
  document.addEventListener('click', e => {
    const a = e.target.closest && e.target.closest('a[href^="#"]');
    if (a && a.getAttribute('href') === location.hash) follow();
  });
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', () => document.querySelectorAll('#findings details').forEach(d => { d.open = true; }));
  follow();
  document.documentElement.dataset.ready = 'yes';
})();
