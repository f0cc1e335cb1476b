"""How the page at /admin looks, and the few lines that send its buttons and forms."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--ground:light-dark(#f6f6f4,#17181a);
 --card:light-dark(#fff,#1f2123);--line:light-dark(#e3e2de,#34373a);
 --text:light-dark(#1d1f21,#e8e8e6);--mute:light-dark(#6b6f74,#9aa0a6);
 --good:light-dark(#1f7a4d,#5fc492);--bad:light-dark(#b3261e,#ff8a80);
 --accent:light-dark(#1f5fae,#8ab8f5)}
*{box-sizing:border-box}
body{font:15px/1.5 Inter,system-ui,"Segoe UI",sans-serif;margin:0;background:var(--ground);
 color:var(--text)}
main{max-width:78rem;margin:0 auto;padding:2rem 1.5rem 4rem}
header{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;align-items:flex-end}
h1{font-size:1.5rem;font-weight:650;margin:0}
h2{font-size:1.05rem;font-weight:650;margin:0 0 .75rem}
p{color:var(--mute);margin:.15rem 0 0}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
 padding:1.1rem 1.25rem;margin-top:1.25rem;overflow-x:auto}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;
 margin-top:1.5rem}
.tile{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
 padding:.75rem 1rem}
.tile b{display:block;font-size:1.5rem;font-weight:650;font-variant-numeric:tabular-nums;
 line-height:1.25}
.tile span{color:var(--mute);font-size:.85rem}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(24rem,1fr));gap:1.25rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.45rem 1rem .45rem 0;border-top:1px solid var(--line);
 vertical-align:top;font-variant-numeric:tabular-nums;white-space:nowrap}
.long{white-space:normal;overflow-wrap:anywhere;min-width:12rem}
th{border-top:0;font-weight:500;color:var(--mute);font-size:.85rem;padding-top:0}
td:last-child,th:last-child{padding-right:0}
td.code{font-family:ui-monospace,"JetBrains Mono",Menlo,monospace;font-size:.87rem}
button,select,input{font:inherit;color:inherit}
button{padding:.3rem .75rem;border:1px solid var(--line);border-radius:.4rem;
 background:var(--card);cursor:pointer;white-space:nowrap}
button:hover{border-color:var(--mute)}
button:focus-visible,select:focus-visible,input:focus-visible{outline:2px solid var(--accent);
 outline-offset:1px}
button.main{background:var(--accent);border-color:var(--accent);color:var(--card);
 font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.4rem}
form{display:grid;grid-template-columns:max-content 1fr;gap:.6rem 1rem;align-items:center}
form label,form legend{color:var(--mute);font-size:.9rem}
form .row label{display:inline-flex;gap:.35rem;align-items:center;color:var(--text);
 margin-right:.75rem}
form .end{grid-column:2}
select,input[type=number]{padding:.3rem .5rem;border:1px solid var(--line);border-radius:.4rem;
 background:var(--card);max-width:100%}
input[type=number]{width:6rem}
details summary{cursor:pointer;color:var(--accent)}
details .row{margin-top:.4rem;width:15rem}
table+button,table+p{margin-top:.75rem}
.mute{color:var(--mute)}.bad{color:var(--bad);font-weight:600}.good{color:var(--good)}
#said{color:var(--bad);font-weight:600}#said:not(:empty){margin-top:1rem}
"""

SCRIPT = """
const said = document.getElementById('said');
async function send(path, method, body) {
  said.textContent = '';
  const answer = await fetch(path, {method, body: JSON.stringify(body)});
  if (answer.ok) { location.reload(); return; }
  said.textContent = (await answer.json()).errors[0].message;
}
document.addEventListener('click', event => {
  const {path, method, body} = event.target.dataset;
  if (path) send(path, method || 'POST', JSON.parse(body || '{}'));
});
document.addEventListener('submit', event => {
  event.preventDefault();
  const body = {};
  for (const field of event.target.elements) {
    if (!field.name || field.value === '') continue;
    if (field.type === 'checkbox') {
      if (field.value === 'yes') { if (field.checked) body[field.name] = true; }
      else if (field.checked) (body[field.name] ||= []).push(field.value);
    } else body[field.name] = field.type === 'number' ? Number(field.value) : field.value;
  }
  send(event.target.dataset.to, 'POST', body);
});
"""
