// Figma's own rules for the main thread; everything else is Biome's work.
import figma from '@figma/eslint-plugin-figma-plugins';
import tseslint from 'typescript-eslint';

export default [
  {
    files: ['plugin/**/*.ts'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './plugin/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@figma/figma-plugins': figma },
    rules: figma.configs.recommended.rules,
  },
  {
    files: ['plugin/**/*.ts'],
    ignores: ['plugin/step.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'figma', property: 'commitUndo', message: 'A step begins and ends in plugin/step.ts.' },
      ],
    },
  },
];
