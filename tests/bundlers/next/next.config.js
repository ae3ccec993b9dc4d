// Where the packages are installed: a folder above this one.
export default { turbopack: { root: new URL("..", import.meta.url).pathname } };
