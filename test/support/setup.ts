import fc from 'fast-check';

// Before each test file. The same inputs each time: what a run finds, the next one finds again. New
// ground is for the long runs (npm run exact, npm run fuzz), which take a seed and print it.
fc.configureGlobal({ seed: 20_261_124 });
