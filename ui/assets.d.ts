// Style sheets are gathered by the bundler; the compiler only has to know that they may be imported.
declare module '*.css';
