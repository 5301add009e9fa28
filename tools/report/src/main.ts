// SPDX-License-Identifier: Apache-2.0
// The page: heading, tabs, one switch of language; everything below is made anew when a choice changes.
import { forgetCharts, redrawCharts } from './chart';
import type { Context, Reader } from './context';
import { say } from './context';
import type { Lang, Report, Side } from './data';
import { readReport, Result, SweepResult } from './data';
import { append, h, name } from './dom';
import { answer } from './sections/answer';
import { breaks } from './sections/breaks';
import { evidence } from './sections/evidence';
import { flows } from './sections/flows';
import { products } from './sections/products';
import { rates } from './sections/rates';
import { sweepEffects, sweepEvidence, sweepTitle } from './sections/sweep';
import { forgetTables, tablesForPaper } from './table';
import { titleOf } from './words';

interface Section<Of> {
  id: string;
  en: string;
  zh: string;
  make: (of: Of) => (HTMLElement | null)[];
}

const parts: Section<Context>[] = [
  { id: 'answer', en: 'Answer', zh: '结论', make: answer },
  { id: 'flows', en: 'Flows', zh: '客流', make: flows },
  { id: 'rates', en: 'Rates and spending', zh: '比率与消费', make: rates },
  { id: 'breaks', en: 'Where it breaks', zh: '薄弱环节', make: breaks },
  { id: 'products', en: 'Products', zh: '产品', make: products },
  { id: 'evidence', en: 'Evidence', zh: '依据', make: evidence },
];
const sweepParts: Section<Reader & { result: SweepResult }>[] = [
  { id: 'answer', en: 'What matters', zh: '影响大小', make: sweepEffects },
  { id: 'evidence', en: 'Evidence', zh: '依据', make: sweepEvidence },
];

const browserLang = (): Lang => (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
const linked = (): string => parts.find((one) => `#part-${one.id}` === location.hash)?.id ?? 'answer';

// On a phone the tabs are wider than the window. The page itself stays where it is.
function inSight(tab: HTMLElement): void {
  const list = tab.parentElement;
  if (list) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

class Page {
  private lang: Lang;
  private index = 0;
  private side: Side = 'variant';
  private tab = linked();
  private readonly made = new Set<string>();

  constructor(
    private readonly report: Report,
    private readonly root: HTMLElement,
  ) {
    this.lang = report.language ?? browserLang();
  }

  private get result(): Result | SweepResult {
    const result = this.report.results[this.index];
    if (!result) throw new Error('the page holds no result');
    return result;
  }
  private get reader(): Reader {
    return { lang: this.lang };
  }
  // Each part with what makes it of the result that is shown.
  private get sections(): Section<void>[] {
    const { lang, side, result } = this;
    if (result instanceof SweepResult)
      return sweepParts.map((part) => ({ ...part, make: () => part.make({ lang, result }) }));
    return parts.map((part) => ({ ...part, make: () => part.make({ lang, result, side }) }));
  }

  render(): void {
    forgetCharts();
    forgetTables();
    this.made.clear();
    const context = this.reader;
    if (!this.sections.some((one) => one.id === this.tab)) this.tab = 'answer';
    document.documentElement.lang = context.lang === 'zh' ? 'zh-CN' : 'en';
    document.title = `${this.title(this.result)} · stopover`;
    this.root.replaceChildren();
    append(this.root, [
      h('a', { class: 'skip', href: '#content' }, say(context, 'Skip to the content', '跳到正文')),
      this.header(),
      this.tabs(),
      h('main', { id: 'content', tabindex: -1 }, ...this.sections.map((section) => this.panel(section))),
      this.footer(),
    ]);
    this.show(this.tab, false);
  }

  private title(result: Result | SweepResult): string {
    const context = this.reader;
    if (result instanceof SweepResult) return sweepTitle(context, result.sweep);
    const { base, scenario } = result;
    const own = titleOf(context, scenario);
    return base
      ? say(context, `${own} against ${titleOf(context, base)}`, `${own} 对比 ${titleOf(context, base)}`)
      : own;
  }

  private header(): HTMLElement {
    const context = this.reader;
    const { result } = this;
    const base = result instanceof Result ? result.base : null;
    const heading =
      result instanceof Result && base
        ? h(
            'h1',
            {},
            name(titleOf(context, result.scenario)),
            h('span', { class: 'against' }, say(context, ' against ', ' 对比 ')),
            name(titleOf(context, base)),
          )
        : h('h1', {}, name(this.title(result)));
    return h(
      'header',
      {},
      h(
        'div',
        { class: 'top' },
        h('span', { class: 'brand' }, 'stopover'),
        h(
          'span',
          { class: 'muted' },
          result instanceof SweepResult
            ? say(context, 'sweep', '参数扫描')
            : base
              ? say(context, 'comparison', '情景对比')
              : say(context, 'run', '运行结果'),
        ),
        this.chooser(),
        this.sides(),
        this.languages(),
      ),
      heading,
    );
  }

  private languages(): HTMLElement {
    const other: Lang = this.lang === 'zh' ? 'en' : 'zh';
    const change = (): void => {
      this.lang = other;
      this.render();
      document.getElementById('language')?.focus();
    };
    return h(
      'button',
      { type: 'button', id: 'language', lang: other === 'zh' ? 'zh-CN' : 'en', click: change },
      other === 'zh' ? '中文' : 'English',
    );
  }

  // Where the page holds several results.
  private chooser(): HTMLElement | null {
    if (this.report.results.length < 2) return null;
    const context = this.reader;
    const select = h(
      'select',
      { id: 'result', 'aria-label': say(context, 'Result', '结果') },
      ...this.report.results.map((result, index) =>
        h('option', { value: index, selected: index === this.index }, `${index + 1}. ${this.title(result)}`),
      ),
    );
    select.addEventListener('change', () => {
      this.index = Number(select.value);
      this.side = 'variant';
      this.render();
      document.getElementById('result')?.focus();
    });
    return select;
  }

  // Of a comparison: whose flows, queues and assumptions are shown.
  private sides(): HTMLElement | null {
    const context = this.reader;
    if (this.result instanceof SweepResult || !this.result.isComparison) return null;
    const select = h(
      'select',
      { id: 'side', 'aria-label': say(context, 'Flows, queues and evidence of', '客流、排队与依据所属情景') },
      h(
        'option',
        { value: 'variant', selected: this.side === 'variant' },
        say(context, 'flows and queues of the variant', '客流与排队：对比情景'),
      ),
      h(
        'option',
        { value: 'base', selected: this.side === 'base' },
        say(context, 'flows and queues of the base', '客流与排队：基础情景'),
      ),
    );
    select.addEventListener('change', () => {
      this.side = select.value === 'base' ? 'base' : 'variant';
      this.render();
      document.getElementById('side')?.focus();
    });
    return select;
  }

  private tabs(): HTMLElement {
    const context = this.reader;
    const list = h(
      'div',
      { role: 'tablist', 'aria-label': say(context, 'Parts of the report', '报告各部分') },
      ...this.sections.map((section) =>
        h(
          'button',
          {
            type: 'button',
            role: 'tab',
            id: `tab-${section.id}`,
            'aria-controls': `panel-${section.id}`,
            click: () => this.show(section.id, true),
          },
          say(context, section.en, section.zh),
        ),
      ),
    );
    list.addEventListener('keydown', (event) => this.move(event));
    return h('nav', {}, list);
  }

  private move(event: KeyboardEvent): void {
    const { sections } = this;
    const at = sections.findIndex((one) => one.id === this.tab);
    const last = sections.length - 1;
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const section = to === undefined ? undefined : sections[to];
    if (!section) return;
    event.preventDefault();
    this.show(section.id, true);
    document.getElementById(`tab-${section.id}`)?.focus();
  }

  private panel(section: Section<void>): HTMLElement {
    return h(
      'div',
      { role: 'tabpanel', id: `panel-${section.id}`, 'aria-labelledby': `tab-${section.id}`, tabindex: -1 },
      h('h2', {}, say(this.reader, section.en, section.zh)),
    );
  }

  // A part is made when it is first seen: the first one is there at once.
  private fill(section: Section<void>): void {
    if (this.made.has(section.id)) return;
    this.made.add(section.id);
    const panel = document.getElementById(`panel-${section.id}`);
    if (panel) append(panel, section.make());
  }

  show(id: string, link: boolean): void {
    this.tab = id;
    for (const section of this.sections) {
      const chosen = section.id === id;
      const tab = document.getElementById(`tab-${section.id}`);
      tab?.setAttribute('aria-selected', String(chosen));
      tab?.setAttribute('tabindex', chosen ? '0' : '-1');
      const panel = document.getElementById(`panel-${section.id}`);
      if (panel) panel.hidden = !chosen;
      if (chosen) this.fill(section);
      if (chosen && tab) inSight(tab);
    }
    if (link) history.replaceState(null, '', `#part-${id}`);
  }

  // On paper all parts stand one after another.
  forPaper(on: boolean): void {
    for (const section of this.sections) {
      if (on) this.fill(section);
      const panel = document.getElementById(`panel-${section.id}`);
      if (panel) panel.hidden = !on && section.id !== this.tab;
    }
    document.documentElement.classList.toggle('paper', on);
    for (const twin of document.querySelectorAll<HTMLDetailsElement>('details.twin')) {
      if (on) twin.dataset['before'] ??= String(twin.open);
      twin.open = on || twin.dataset['before'] === 'true';
      if (!on) delete twin.dataset['before'];
    }
    tablesForPaper(on);
    redrawCharts();
  }

  private footer(): HTMLElement {
    const context = this.reader;
    const { manifest } = this.result;
    const version = this.result instanceof SweepResult ? this.result.sweep.version : manifest.made_by['version'];
    return h(
      'footer',
      {},
      h(
        'p',
        {},
        say(
          context,
          `Made by stopover ${String(version ?? '')} from result ${manifest.manifest_sha256.slice(0, 12)}. Models tell what follows from their assumptions: see Evidence before deciding.`,
          `由 stopover ${String(version ?? '')} 根据结果 ${manifest.manifest_sha256.slice(0, 12)} 生成。模型只说明假设之下的结果，决策前请阅“依据”。`,
        ),
      ),
    );
  }
}

function start(): void {
  const root = document.getElementById('report');
  if (!root) return;
  try {
    const page = new Page(readReport(), root);
    page.render();
    window.addEventListener('beforeprint', () => page.forPaper(true));
    window.addEventListener('afterprint', () => page.forPaper(false));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => redrawCharts());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    root.replaceChildren(
      h('p', { class: 'caution', role: 'alert' }, `This page cannot be shown · 无法显示此页: ${text}`),
    );
  }
}

start();
