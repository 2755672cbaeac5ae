// The fonts every host offers: Inter, as Figma preloads it, in the files that @open-pencil/core ships (SIL OFL 1.1).

export const INTER_FILES = [
  { style: 'Regular', file: 'Inter-Regular.ttf' },
  { style: 'Medium', file: 'Inter-Medium.ttf' },
  { style: 'Semi Bold', file: 'Inter-SemiBold.ttf' },
  { style: 'Bold', file: 'Inter-Bold.ttf' },
  { style: 'Extra Bold', file: 'Inter-ExtraBold.ttf' },
] as const;
