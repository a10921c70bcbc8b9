(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    var narrow = window.matchMedia("screen and (max-width: 60rem)");
    var audits = Array.prototype.map.call(document.querySelectorAll(".audit"), setUp);

    function setUp(audit) {
      var evidence = audit.querySelector(".evidence");
      var current = null;
      var cards = Array.prototype.slice.call(audit.querySelectorAll(".evidence > .card"));
      if (!evidence) return { select: function () { return false; }, place: function () {} };

      function sentence(id) { return audit.querySelector('a.s[href="#' + id + '"]'); }

      function more() {  // a shade at the foot of a card that goes on below it
        evidence.classList.toggle("more", evidence.scrollHeight - evidence.scrollTop - evidence.clientHeight > 8);
      }
      evidence.addEventListener("scroll", more, { passive: true });
      evidence.addEventListener("toggle", more, true);
      window.addEventListener("resize", more);

      function home(card) {  // back to its place among the cards, which print in the article's order
        var next = cards.slice(cards.indexOf(card) + 1).find(function (c) { return c.parentNode === evidence; });
        if (card.parentNode !== evidence) evidence.insertBefore(card, next || null);
      }

      function place() {
        if (!current) return;
        var link = sentence(current.id);
        if (narrow.matches && link) link.closest(".b").after(current);
        else home(current);
      }

      function select(id, focus) {
        var card = document.getElementById(id);
        if (!card || !audit.contains(card) || !card.classList.contains("card")) return false;
        if (current && current !== card) { current.classList.remove("open"); home(current); }
        current = card;
        card.classList.add("open");
        audit.querySelectorAll("a.s").forEach(function (a) {
          if (a.hash === "#" + id) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
        });
        audit.querySelectorAll(".heat tbody tr").forEach(function (row) {
          row.classList.toggle("on", row.dataset.c === id);
        });
        place();
        evidence.scrollTop = 0;
        more();
        if (focus) card.focus({ preventScroll: true });
        return true;
      }

      audit.addEventListener("click", function (event) {
        var link = event.target.closest('a[href^="#"]');
        var cell = link ? null : event.target.closest(".heat tbody td");
        if (cell) link = cell.parentNode.querySelector("th a");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        var id = link.hash.slice(1);
        if (link.classList.contains("s") && current && current.id === id && narrow.matches) {
          event.preventDefault();
          current.classList.remove("open"); link.removeAttribute("aria-current"); home(current); current = null;
          return;
        }
        var byKeyboard = event.detail === 0;
        if (!select(id, byKeyboard)) return;
        event.preventDefault();
        try { history.replaceState(null, "", "#" + id); } catch (error) { /* a sandbox without history */ }
        if (!link.classList.contains("s")) {
          (sentence(id) || current).scrollIntoView({ block: "center" });
          current.focus({ preventScroll: true });
        } else if (byKeyboard && narrow.matches) current.scrollIntoView({ block: "nearest" });
      });

      audit.addEventListener("keydown", function (event) {
        if (event.key !== "Escape" || !current || !current.contains(document.activeElement)) return;
        var link = sentence(current.id);
        if (link) link.focus();
      });

      if (!select(location.hash.slice(1), false) && !narrow.matches) select(audit.dataset.first, false);
      return { select: select, place: place };
    }

    narrow.addEventListener("change", function () { audits.forEach(function (a) { a.place(); }); });
    window.addEventListener("hashchange", function () {
      var id = location.hash.slice(1);
      audits.forEach(function (a) { a.select(id, false); });
    });
    root.dataset.ready = "true";
  });
})();
