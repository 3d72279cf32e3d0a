import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Drawer,
  Input,
  Kbd,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  Menu,
  Modal,
  Tooltip,
} from '@mantine/core';

/** The one accent. Shade 7 on light grounds (7.0:1 against white), shade 4 on dark ones (7.9:1 against the card). */
const lab: MantineColorsTuple = [
  '#edf5fd',
  '#d8e8f8',
  '#b0d0f1',
  '#8dbcf2',
  '#6cb1ff',
  '#3d8ddc',
  '#1c72c4',
  '#0b5cad',
  '#084b8e',
  '#053a70',
];

/** Cool greys: text at 0–3, lines at 4–5, surfaces at 6–9. */
const dark: MantineColorsTuple = [
  '#e6e9ee',
  '#b9c0ca',
  '#9aa3af',
  '#6f7986',
  '#2e343d',
  '#262c34',
  '#181c23',
  '#11151a',
  '#0e1116',
  '#090b0f',
];

/** What is wrong or cannot be undone: shade 7 on light grounds (6.5:1 against white), shade 4 on dark ones (7.6:1). */
const red: MantineColorsTuple = [
  '#fdf1ef',
  '#fbe0dd',
  '#f5bdb8',
  '#f09a93',
  '#ff8a80',
  '#dc5a50',
  '#c63c33',
  '#b3261e',
  '#941d16',
  '#73140f',
];

export const theme = createTheme({
  primaryColor: 'lab',
  primaryShade: { light: 7, dark: 4 },
  // Mantine reckons the text on a filled ground from the light shade alone; ours follows the scheme.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const ours = input.variant === 'filled' && ['lab', 'red'].includes(input.color ?? 'lab');
    return ours ? { ...colors, color: 'var(--lab-on-accent)' } : colors;
  },
  colors: { lab, dark, red },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.25' },
      h2: { fontSize: '1.375rem', lineHeight: '1.3' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'default', size: 'md' } }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, multiline: true, maw: 320, fz: 'sm' } }),
    // Mantine writes what is wrong two pixels smaller than the field, which is 10 px in a small one.
    InputWrapper: Input.Wrapper.extend({ styles: { error: { fontSize: '0.75rem' } } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', position: 'bottom-end', withinPortal: true } }),
    Drawer: Drawer.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 650 } },
    }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      styles: { title: { fontWeight: 650, fontSize: '1rem' } },
    }),
  },
});

/** Colours with a meaning, as CSS variables: `--lab-…` is what every style sheet of the lab uses. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--lab-header': '52px',
    '--lab-radius': '10px',
    // The ground of what scrolls sideways: a shadow at the side where more is, as the covers move along and it does not.
    '--lab-more': [
      'linear-gradient(to right, var(--lab-surface) 40%, transparent) left / 36px calc(100% + 4px) no-repeat local',
      'linear-gradient(to left, var(--lab-surface) 40%, transparent) right / 36px calc(100% + 4px) no-repeat local',
      'linear-gradient(to right, var(--lab-shadow), transparent) left / 12px 100% no-repeat scroll',
      'linear-gradient(to left, var(--lab-shadow), transparent) right / 12px 100% no-repeat scroll',
    ].join(', '),
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-default-border': '#dde2e8',
    '--mantine-color-dimmed': '#5a6472',
    '--mantine-color-error': '#b3261e',
    '--lab-ground': '#f5f7f9',
    '--lab-surface': '#ffffff',
    '--lab-sunken': '#f7f9fb',
    '--lab-line': '#dde2e8',
    '--lab-shadow': '#b4bdc8',
    '--lab-text': '#171b21',
    '--lab-muted': '#5a6472',
    '--lab-accent': '#0b5cad',
    '--lab-accent-soft': '#eaf2fa',
    '--lab-on-accent': '#ffffff',
    '--mantine-primary-color-contrast': '#ffffff',
    '--lab-good': '#00714f',
    '--lab-warn': '#a34700',
    '--lab-bad': '#b3261e',
    '--lab-bad-soft': '#fdf1ef',
  },
  dark: {
    '--mantine-color-body': '#181c23',
    '--mantine-color-default-border': '#323943',
    '--mantine-color-dimmed': '#9aa3af',
    '--mantine-color-error': '#ff8a80',
    '--lab-ground': '#0e1116',
    '--lab-surface': '#181c23',
    '--lab-sunken': '#12161c',
    '--lab-line': '#2a3039',
    '--lab-shadow': '#5b6573',
    '--lab-text': '#e6e9ee',
    '--lab-muted': '#9aa3af',
    '--lab-accent': '#6cb1ff',
    '--lab-accent-soft': '#182434',
    '--lab-on-accent': '#0b1622',
    '--mantine-primary-color-contrast': '#0b1622',
    '--lab-good': '#4fd39b',
    '--lab-warn': '#ff9d4d',
    '--lab-bad': '#ff8a80',
    '--lab-bad-soft': '#2b1a1b',
  },
});

/** index.html reads the same key before the first paint. */
export const colorScheme = localStorageColorSchemeManager({ key: 'seqlab-theme' });
