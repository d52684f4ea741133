// A browser that drops our sheets (legacy.css says which) gets none of our scripts either, htmx included: half of them
// would do more harm than none. What throws here ends every module that imports it first; the page is then the one
// without a script. The syntax of this file is that of 2018, so that it is read where the others may not be.
if (!("CSSLayerBlockRule" in window)) {
  document.documentElement.setAttribute("hx-disable", "");
  throw new Error("This browser is older than our scripts; every page works without them.");
}
