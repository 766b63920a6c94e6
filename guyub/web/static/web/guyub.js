/* Guyub's own script: what a plain page already does, done with less waiting. Nothing here is needed to finish a job. */
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Open menus close with Escape and with a click outside; focus goes back to what opened them. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (location.hash === "#menu") {
      location.hash = "#isi";
      document.querySelector(".g-menu")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  /* Rows to tick: one box for all of them, and the count in words and in each button. */
  const count = (form) => {
    const boxes = all('tbody input[type="checkbox"]', form);
    const ticked = boxes.filter((box) => box.checked).length;
    for (const place of all("[data-count]", form)) place.textContent = ticked.toLocaleString(document.documentElement.lang);
    for (const button of all("[data-bulk] [data-needs-rows]", form)) button.disabled = ticked === 0;
    const master = form.querySelector("input[data-all]");
    if (master) {
      master.checked = ticked > 0 && ticked === boxes.length;
      master.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("select[data-submit]")) box.form.requestSubmit();
    if (!box.matches('input[type="checkbox"]') || !box.form?.querySelector("[data-bulk]")) return;
    if (box.hasAttribute("data-all")) for (const row of all('tbody input[type="checkbox"]', box.form)) row.checked = box.checked;
    count(box.form);
  });

  /* A file: dropped or chosen, sent with progress; the page that answers takes this one's place. */
  const show = (request) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.title = page.title;
    document.body.replaceWith(page.body);
    history.pushState({}, "", request.responseURL);
    window.htmx?.process(document.body);
    start();
    scrollTo(0, 0);
  };
  window.addEventListener("popstate", () => location.hash || location.reload());
  const send = (form, area) => {
    const text = area.querySelector("[data-upload-text]");
    const bar = area.querySelector("progress");
    const buttons = all('button[type="submit"], button:not([type])', form);
    area.hidden = false;
    for (const button of buttons) button.disabled = true;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", (event) => {
      const percent = Math.floor((event.loaded / event.total) * 100);
      bar.value = percent;
      text.textContent = percent < 100 ? `${text.dataset.sending} ${percent} %` : text.dataset.checking;
    });
    request.addEventListener("load", () => show(request));
    request.addEventListener("error", () => {
      text.textContent = text.dataset.failed;
      for (const button of buttons) button.disabled = false;
    });
    request.send(new FormData(form));
  };
  const dropping = (area) => {
    const input = area.querySelector('input[type="file"]');
    area.querySelector("[data-drop-hint]").hidden = false;
    for (const name of ["dragenter", "dragover"])
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.add("over");
      });
    area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || area.classList.remove("over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      area.classList.remove("over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        input.focus();
      }
    });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const area = form.matches("[data-progress]") && form.querySelector("[data-upload]");
    if (!area || event.defaultPrevented) return;
    event.preventDefault();
    send(form, area);
  });

  /* Printing needs a script, so its button shows itself only where there is one. */
  document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());

  const start = () => {
    for (const button of all("[data-print]")) button.hidden = false;
    for (const area of all("[data-drop]")) dropping(area);
    for (const bulk of all("[data-bulk]")) if (bulk.closest("form")) count(bulk.closest("form"));
    document.querySelector("[data-focus]")?.focus();
  };
  start();
})();
