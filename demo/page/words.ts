// The languages of the page, and the one it speaks.
import type { PhoneState } from 'ringline';
import { en, type Words } from './words_en.js';
import { zh } from './words_zh.js';

const kTongues = { en, zh };
export type Tongue = keyof typeof kTongues;

/** The language of last time, else the browser's. */
export function tongueToBegin(): Tongue {
  const kept = localStorage.getItem('language');
  if (kept === 'en' || kept === 'zh') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

let tongue = tongueToBegin();

export const words = (): Words => kTongues[tongue];

export function speak(next: Tongue): void {
  tongue = next;
  localStorage.setItem('language', next);
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

export const wordOf = (state: PhoneState): string => words()[state];
