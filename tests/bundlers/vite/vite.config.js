// Only for the second page.
export default { build: { rolldownOptions: { input: ["index.html", "live.html"] } } };
