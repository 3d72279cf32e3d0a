declare module 'virtual:sandbox' {
  /** The sandbox as the text of one classic script. */
  const text: string;
  export default text;
}
