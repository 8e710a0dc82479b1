"use strict";
/* What all pages share: the name of whoever decides, the theme, and changes sent with the page's mark. */
(function (md) {
  const root = document.documentElement;
  const kept = (name) => { try { return localStorage.getItem("mingdan-" + name) || ""; } catch { return ""; } };
  const keep = (name, value) => { try { localStorage.setItem("mingdan-" + name, value); } catch { /* private window */ } };

  const dark = matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = kept("theme") || (dark.matches ? "dark" : "light");
  document.getElementById("theme").addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    keep("theme", root.dataset.theme);
  });

  const who = document.getElementById("who");
  who.value = kept("who");
  who.addEventListener("change", () => keep("who", who.value.trim()));
  md.who = function () {
    const name = who.value.trim();
    if (!name) {
      who.focus();
      throw new Error("Give your name first: decisions keep who made them.");
    }
    return name;
  };

  let fading = 0;
  md.tell = function (text, bad) {
    const place = document.getElementById("told");
    place.textContent = text;
    place.className = "told shown" + (bad ? " bad" : "");
    clearTimeout(fading);
    fading = setTimeout(() => { place.className = "told"; }, bad ? 9000 : 3500);
  };

  async function answer(response) {
    const told = await response.json().catch(() => ({}));
    if (response.ok) return told;
    const detail = Array.isArray(told.detail) ? told.detail.map((one) => one.msg).join("; ") : "";
    throw new Error([told.where, told.error || detail || response.statusText, told.hint].filter(Boolean).join(" — "));
  }

  md.get = async (path) => answer(await fetch(path));
  md.mark = () => document.querySelector('meta[name="csrf"]').content;
  md.post = async function (path, body) {
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": md.mark() };
    const told = await answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
    if (told.warning) setTimeout(() => md.tell(told.warning, true), 50);
    return told;
  };
  md.send = async function (path, file) {
    return answer(await fetch(path, { method: "POST", headers: { "X-CSRF-Token": md.mark() }, body: file }));
  };

  /** Run what may fail, and say so where it does. */
  md.trying = async function (action) {
    try {
      return await action();
    } catch (error) {
      md.tell(error.message, true);
      return null;
    }
  };
})(window.mingdan);
