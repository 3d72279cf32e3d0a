import { create } from 'zustand';

/** Which of the lab's own dialogs lies over the page; both are loaded when first asked for. */
export const useDialogs = create<{ open: 'palette' | 'keys' | null }>(() => ({ open: null }));
