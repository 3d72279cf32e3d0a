import { create } from 'zustand';

/** Where the person is on the page: follows the scrolling, unless they jumped to a cell and have not moved since. */
export const usePlace = create<{
  cell: string | null;
  /** Which of the side panels is open as a drawer, on screens too small for columns. */
  drawer: 'outline' | 'run' | null;
  /** The page scrolls to a cell that was jumped to: `cell` holds, whatever is in view on the way. */
  jumping: boolean;
  /** The page goes along with the cell that runs, until the person takes over. */
  following: boolean;
}>(() => ({ cell: null, drawer: null, following: false, jumping: false }));
