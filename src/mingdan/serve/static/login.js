"use strict";
(function (md) {
  document.getElementById("login").addEventListener("submit", (event) => {
    event.preventDefault();
    md.trying(async () => {
      const found = await md.post("/api/login", { token: event.target.elements.token.value });
      location.assign(found.to);
    });
  });
})(window.mingdan);
