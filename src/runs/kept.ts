/** The end of an error's hint: true in the lab; the command line says instead where the weights are. */
export const KEPT = 'The weights of the last good checkpoint are kept.';
