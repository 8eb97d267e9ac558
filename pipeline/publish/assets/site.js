// What scripts add to pages that read well without them: language, sorting, filters, search.
"use strict";
(() => {
  const $ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* file:// may forbid it */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  function language() {
    const button = document.getElementById("language");
    const show = (lang) => {
      document.documentElement.classList.toggle("zh-only", lang !== "en");
      document.documentElement.classList.toggle("en-only", lang === "en");
      button.textContent = lang === "en" ? "中文" : "English";
      button.lang = lang === "en" ? "zh-CN" : "en";
    };
    let lang = kept("duizhao-language") || "zh";
    button.hidden = false;
    button.addEventListener("click", () => { lang = lang === "en" ? "zh" : "en"; keep("duizhao-language", lang); show(lang); });
    show(lang);
  }

  const SIZES = { "亿": 1e8, "万": 1e4 };
  function worth(cell) {
    const text = cell.textContent.trim().replace(/^[≈＞＜]/, "");
    const number = /^([+-]?[\d.,]+)(亿|万|%)?/.exec(text);
    return number ? parseFloat(number[1].replace(/,/g, "")) * (SIZES[number[2]] || 1) : text;
  }

  function sorting() {
    for (const table of $("table.sortable")) {
      $("thead th", table).forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          $("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const rows = $("tbody tr", table).map((row) => [worth(row.cells[column]), row]);
          rows.sort(([a], [b]) => (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1) * (down ? -1 : 1));
          table.tBodies[0].append(...rows.map(([, row]) => row));
        });
      });
    }
  }

  function filters() {
    for (const form of $("form.filter")) {
      form.addEventListener("change", () => {
        const shown = new Set($("input:checked", form).map((box) => box.value));
        for (const row of $(".row[data-op]")) row.hidden = !shown.has(row.dataset.op);
      });
    }
  }

  const MOST = 200, AROUND = 40;
  function hit(list, id, name, start, text, words) {
    const item = document.createElement("li"), where = document.createElement("a");
    const at = Math.min(...words.map((word) => text.indexOf(word)));
    const from = Math.max(0, at - AROUND), to = Math.min(text.length, at + AROUND * 2);
    where.href = `report/${id}.html#t${start}`;
    where.className = "where";
    where.textContent = name;
    item.append(where, " ", from > 0 ? "…" : "", ...marked(text.slice(from, to), words), to < text.length ? "…" : "");
    list.append(item);
  }

  // The text with every one of the words in a <mark>; made of nodes, so that no text is ever read as markup.
  function marked(text, words) {
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`);
    return text.split(pattern).map((piece, place) => {
      if (place % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });
  }

  function search() {
    const form = document.getElementById("search");
    if (!form) return;
    const list = document.getElementById("hits"), status = document.getElementById("found");
    const look = () => {
      const words = form.elements.q.value.split(/\s+/).filter(Boolean);
      list.replaceChildren();
      if (!words.length) { status.textContent = ""; return; }
      let count = 0;
      for (const [id, name, sentences] of window.duizhaoText || []) {
        for (const [start, text] of sentences) {
          if (words.every((word) => text.includes(word)) && ++count <= MOST) hit(list, id, name, start, text, words);
        }
      }
      status.textContent = `${count} 句 / sentences` + (count > MOST ? `（显示前 ${MOST} / first ${MOST} shown）` : "");
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); history.replaceState(null, "", `#${encodeURIComponent(form.elements.q.value)}`); look(); });
    if (location.hash.length > 1) { form.elements.q.value = decodeURIComponent(location.hash.slice(1)); look(); }
  }

  // Words that wait for a page made on demand become links once it is there.
  function madeSince() {
    const made = new Set((window.duizhaoMade || []).map((name) => `${encodeURI(name)}.html`));
    for (const words of $("[data-page]")) {
      if (!made.has(words.dataset.page)) { words.title = `python -m pipeline page …`; continue; }
      const link = document.createElement("a");
      link.href = words.dataset.page;
      link.append(...words.childNodes);
      words.replaceWith(link);
    }
  }

  document.addEventListener("DOMContentLoaded", () => { madeSince(); language(); sorting(); filters(); search(); });
})();
