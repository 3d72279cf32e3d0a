/** Among the measures of a run whose task tells more of a step than its loss: tokens read a second. */
export const SPEED_MEASURE = 'tokensPerSecond';
