/** Compiled by scripts/vite-assemblyscript.ts: WebAssembly as base64. */
declare module '*?asc' {
  const base64: string;
  export default base64;
}
declare module '*?asc&relaxed' {
  const base64: string;
  export default base64;
}
declare module '*?asc&shared' {
  const base64: string;
  export default base64;
}
declare module '*?asc&relaxed&shared' {
  const base64: string;
  export default base64;
}
