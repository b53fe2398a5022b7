// Tables for a terminal, and the same figures for the record.
import { median, spread } from './sampling.mjs';

/** A title of one or more lines, and rows of cells whose first is what was measured. */
export function print(title, header, rows) {
  const all = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  console.log(`\n${[title].flat().join('\n')}`);
  for (const [at, row] of all.entries()) {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
    );
    console.log(`  ${cells.join('  ')}`.trimEnd());
    if (at === 0) console.log(`  ${widths.map((width) => '─'.repeat(width)).join('──')}`);
  }
}

/** Seconds as what a person reads. */
export function duration(seconds) {
  const micro = seconds * 1e6;
  if (micro < 9.95) return `${micro.toFixed(2)} µs`;
  if (micro < 9950) return `${micro.toFixed(micro < 99.5 ? 1 : 0)} µs`;
  return `${(micro / 1000).toFixed(1)} ms`;
}

export function times(ratio) {
  return `${ratio.toFixed(ratio < 9.95 ? 1 : 0)}×`;
}

export const bytes = (count) =>
  Math.abs(count) < 10_000 ? `${Math.round(count)} B` : `${(count / 1000).toFixed(1)} kB`;

/**
 * Rows of {what: {contestant: [seconds, …]}}: a column for each contestant, median and spread, and one
 * for each pair, how many times as long as the first the second takes.
 */
export function compare(title, results, contestants, pairs) {
  const header = ['', ...contestants, ...pairs.map(([ours, peer]) => `${peer} / ${ours}`)];
  const rows = Object.entries(results).map(([what, figures]) => [
    what,
    ...contestants.map((name) => {
      const list = figures[name];
      return list ? `${duration(median(list))} ±${Math.round(100 * spread(list))}%` : '–';
    }),
    ...pairs.map(([ours, peer]) =>
      figures[ours] && figures[peer] ? times(median(figures[peer]) / median(figures[ours])) : '–',
    ),
  ]);
  print(title, header, rows);
}

/** Every list of figures as its median. */
export function medians(results) {
  if (Array.isArray(results)) return Number(median(results).toPrecision(4));
  if (typeof results !== 'object' || results === null) return results;
  return Object.fromEntries(Object.entries(results).map(([key, value]) => [key, medians(value)]));
}
