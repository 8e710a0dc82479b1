"use strict";
/* Data of the page: JSON, compressed, in base64, in elements that no browser runs. */
window.mingdan = window.mingdan || {};
(function (md) {
  md.unpack = async function (id) {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  };

  /** An element with text and attributes; text never becomes markup. */
  md.make = function (name, text, attributes) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const key in attributes || {}) {
      if (attributes[key] !== null && attributes[key] !== undefined) made.setAttribute(key, attributes[key]);
    }
    return made;
  };
})(window.mingdan);
