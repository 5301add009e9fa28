// SPDX-License-Identifier: Apache-2.0
// Modes of transport: their names, and how a line of each is drawn.
import { okabeIto } from './chart';
import type { Lang } from './data';

interface Mode {
  id: string; // as the tables name it
  en: string;
  zh: string;
  colour: string;
  dash: string; // of the line: modes are told apart without colour too
}

const [blue = '', orange = '', green = '', pink = '', sky = '', red = '', grey = ''] = okabeIto;
export const modes: Mode[] = [
  { id: 'AIR', en: 'air', zh: '航空', colour: blue, dash: '' },
  { id: 'RAIL', en: 'rail', zh: '铁路', colour: red, dash: '' },
  { id: 'METRO', en: 'metro', zh: '地铁', colour: green, dash: '' },
  { id: 'MAGLEV', en: 'maglev', zh: '磁浮', colour: pink, dash: '' },
  { id: 'LINK', en: 'airport link', zh: '机场联络线', colour: pink, dash: '8 3' },
  { id: 'COACH', en: 'coach', zh: '大巴', colour: orange, dash: '8 3' },
  { id: 'SHUTTLE', en: 'shuttle', zh: '摆渡车', colour: orange, dash: '3 3' },
  { id: 'TAXI', en: 'taxi', zh: '出租车', colour: grey, dash: '3 3' },
  { id: 'CAR', en: 'car', zh: '私家车', colour: grey, dash: '8 3' },
  { id: 'FERRY', en: 'ferry', zh: '轮渡', colour: sky, dash: '8 3' },
  { id: 'CRUISE', en: 'cruise', zh: '邮轮', colour: sky, dash: '' },
];
const byId = new Map(modes.map((one) => [one.id, one]));

export const modeOf = (id: string): Mode | undefined => byId.get(id);
export const modeName = (id: string, lang: Lang): string => byId.get(id)?.[lang] ?? id;
