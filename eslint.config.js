import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import ts from 'typescript-eslint';

/** The floors of the house, ground first: each may import those before it, never those after it. */
const FLOORS = [
  'base',
  'stats',
  'recipe',
  'runs',
  'text',
  'formats',
  'data',
  'storage',
  'engine',
  'nn',
  'models',
  'train',
  'bench',
  'exercises',
  'worker',
  'store',
  'charts',
  'notebook',
  'lessons',
  'app',
];
/** Floors that the page itself loads: no tensor ever gets here. */
const PAGE = ['store', 'charts', 'notebook', 'lessons', 'app'];
/** Pure TypeScript: runs in Node, no tensor. */
const PURE = ['base', 'stats', 'recipe', 'runs', 'text', 'formats', 'data', 'storage'];
/** What of an exercise has tensors in it. */
const EXERCISE_INSIDES = [
  '**/exercises/**/checks.ts',
  '**/exercises/**/proof.ts',
  '**/exercises/**/proofs.ts',
  '**/exercises/kit/**',
  '**/exercises/sandbox/**',
];
/** What of the border the page may touch. The workers themselves are only named by URL in client.ts. */
const TENSOR_FLOORS = ['engine', 'nn', 'models', 'train'];

const tensorflow = {
  group: ['@tensorflow/*'],
  message: 'Tensors live in the worker: nothing that the page loads imports TensorFlow.js.',
};

function floorRule(floor) {
  const above = FLOORS.slice(FLOORS.indexOf(floor) + 1).map((name) => `**/${name}/**`);
  const patterns = [];
  if (above.length > 0)
    patterns.push({ group: above, message: `Floors import downwards only: ${floor} stands below this.` });
  if (PAGE.includes(floor)) {
    patterns.push({ ...tensorflow, allowTypeImports: true });
    patterns.push({
      group: EXERCISE_INSIDES,
      message: 'Checks of exercises are for the sandbox only: the page loads exercise.ts and types.ts.',
      allowTypeImports: true,
    });
    patterns.push({
      group: [...TENSOR_FLOORS.map((name) => `**/${name}/**`), '**/bench/variants/**', '**/*.worker.ts'],
      message: 'The page reaches these through src/worker/client.ts only.',
      allowTypeImports: true,
    });
  }
  if (PURE.includes(floor)) patterns.push(tensorflow);
  return {
    files: [`src/${floor}/**/*.{ts,tsx}`],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': [
        'error',
        ...(PAGE.includes(floor) || PURE.includes(floor)
          ? [
              {
                selector: 'ImportExpression > Literal[value=/^@tensorflow/]',
                message: tensorflow.message,
              },
            ]
          : []),
        ...(above.length > 0
          ? [
              {
                selector: `ImportExpression > Literal[value=/\\/(${FLOORS.slice(FLOORS.indexOf(floor) + 1).join('|')})\\//]`,
                message: `Floors import downwards only: ${floor} stands below this.`,
              },
            ]
          : []),
      ],
    },
  };
}

export default ts.config(
  { ignores: ['dist', 'public', 'node_modules', 'out', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.strict,
  hooks.configs.flat['recommended-latest'] ?? hooks.configs['recommended-latest'],
  {
    languageOptions: { globals: { ...globals.browser, ...globals.worker, ...globals.node } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  ...FLOORS.map(floorRule),
  {
    // Tests of a lesson's recipes train them: they run by themselves, the page never loads them.
    files: ['src/lessons/**/*.browser.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/app/**'], message: 'Floors import downwards only.' }] },
      ],
    },
  },
  {
    // The part of the exercises that the page loads.
    files: [
      'src/exercises/**/exercise.ts',
      'src/exercises/**/exercises.ts',
      'src/exercises/{types,strip-types}.ts',
    ],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            tensorflow,
            {
              group: [
                ...[...TENSOR_FLOORS, 'worker', ...PAGE].map((name) => `**/${name}/**`),
                ...EXERCISE_INSIDES,
              ],
              message: 'The page loads this file: no tensor.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['scripts/**', 'bench/**', 'e2e/**'], rules: { 'no-console': 'off' } },
);
