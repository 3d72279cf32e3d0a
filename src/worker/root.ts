/** The folder of the page: a built worker lies in its folder `assets`, the development server serves from its root. */
export const root = import.meta.env.DEV
  ? new URL(import.meta.env.BASE_URL, self.location.origin).href
  : new URL('../', import.meta.url).href;
