// Keys reach the application at once, without a click on the page first.
new MutationObserver((_, observer) => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (field) {
    field.setAttribute("aria-label", "ipe_coder");
    field.focus();
    observer.disconnect();
  }
}).observe(document, { attributes: true, attributeFilter: ["class"], childList: true, subtree: true });
