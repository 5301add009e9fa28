// SPDX-License-Identifier: Apache-2.0
// 5. Products: who buys, what is gained and what merely shifted, and at what public cost.
import { block, nothing } from '../block';
import type { Context } from '../context';
import { deciding, nameOf, say } from '../context';
import type { Indicator } from '../data';
import { change, changeInterval, figure, fixed } from '../figures';
import { indicatorBlock } from '../indicators';
import type { Column } from '../table';
import { dataTable } from '../table';

interface Product {
  id: string;
  name: string;
}

// "Weekend ticket: take-up" names the product and the indicator.
function productName(context: Context, one: Indicator): string {
  return nameOf(context, one).replace(/[:：]\s*(take-up|使用率|购买率)$/, '');
}

export function products(context: Context): (HTMLElement | null)[] {
  const { result } = context;
  const takeUp = result.indicators((one) => one.id === 'product_take_up');
  if (takeUp.length === 0)
    return [
      nothing(
        say(context, 'Nothing is on sale in this scenario: it has no products.', '该情景没有产品在售。'),
      ),
    ];
  const of = (id: string): Indicator[] => result.indicators((one) => one.id === id);
  const label = (one: Indicator): string => {
    const first = result.indicator('product_take_up', one.group);
    return first ? productName(context, first) : nameOf(context, one);
  };
  const list: Product[] = takeUp.map((one) => ({ id: one.group, name: productName(context, one) }));
  const note = say(
    context,
    'Each buyer against itself in the same world with nothing on sale. What the seats that buyers take do to others shows in a comparison only.',
    '每位购买者与其在无产品时的选择相比。座位占用对他人的影响仅见于情景对比。',
  );
  return [
    indicatorBlock(context, {
      id: 'take-up',
      title: say(
        context,
        'Take-up: buyers among those to whom it was on offer',
        '使用率：购买者占可购者的比例',
      ),
      items: takeUp,
      label,
    }),
    result.isComparison ? null : buyers(context, list, note),
    result.isComparison ? null : money(context, list),
    indicatorBlock(context, {
      id: 'product-visitors',
      title: say(context, 'Visitors gained', '新增访客'),
      items: of('product_visitors'),
      label,
    }),
    indicatorBlock(context, {
      id: 'product-spending',
      title: say(context, 'Spending gained', '新增消费'),
      items: of('product_spending'),
      label,
    }),
  ];
}

type Show = (one: Indicator) => string;

interface Told {
  id: string;
  en: string;
  zh: string;
  show: Show;
  unless?: (product: Product) => boolean; // nothing is shown, sorted by or saved
}

// Shares are shown in per cent and saved as the result has them, which the heading of each says.
function column(context: Context, told: Told): Column<Product> {
  const find = (product: Product): Indicator | undefined =>
    told.unless?.(product) ? undefined : context.result.indicator(told.id, product.id);
  const title = say(context, told.en, told.zh);
  const value = (product: Product): number | null => find(product)?.value ?? null;
  const isShare = context.result.indicators((one) => one.id === told.id && one.unit === 'share').length > 0;
  return {
    title: isShare ? say(context, `${title}, %`, `${title}（%）`) : title,
    numeric: true,
    value,
    saved: [{ title: isShare ? say(context, `${title}, share`, `${title}（比例）`) : title, value }],
    show: (product) => {
      const one = find(product);
      return one ? told.show(one) : '–';
    },
  };
}

// Both ends, of what `of` stands beside.
function rangeColumn(context: Context, id: string, of: string): Column<Product> {
  const find = (product: Product): Indicator | undefined => context.result.indicator(id, product.id);
  const end = (which: 'low' | 'high') => (product: Product): number | null => {
    const one = find(product);
    return one ? (deciding(one)?.[which] ?? null) : null;
  };
  return {
    title: say(context, '95 %', '95 % 区间'),
    numeric: true,
    value: end('low'),
    saved: [
      { title: say(context, `${of}, 95 % low`, `${of} 95 % 下限`), value: end('low') },
      { title: say(context, `${of}, 95 % high`, `${of} 95 % 上限`), value: end('high') },
    ],
    show: (product) => {
      const one = find(product);
      return one ? changeInterval(one.unit, deciding(one)) : '–';
    },
  };
}

const plain: Show = (one) => figure(one.unit, one.value);
const signed: Show = (one) => change(one.unit, one.value);
const ratio: Show = (one) => fixed(one.value ?? 0, 2);
const signedRatio: Show = (one) => fixed(one.value ?? 0, 2, true);

// What is gained can be told from nothing: only then a cost of it can be named.
function isTold(context: Context, id: string, product: Product): boolean {
  const one = context.result.indicator(id, product.id);
  const range = one ? deciding(one) : null;
  return range !== null && (range.low > 0 || range.high < 0);
}
const isGained = (context: Context, id: string, product: Product): boolean =>
  isTold(context, id, product) && (context.result.indicator(id, product.id)?.value ?? 0) > 0;

function buyers(context: Context, items: Product[], note: string): HTMLElement {
  const title = say(context, 'Who buys, and what is gained or only shifted', '购买与增量、转移');
  const of = (id: string, en: string, zh: string, show: Show): Column<Product> =>
    column(context, { id, en, zh, show });
  return block(context, {
    title,
    note,
    table: dataTable<Product>(context, {
      id: 'product-buyers',
      caption: title,
      items,
      columns: [
        { title: say(context, 'product', '产品'), value: (product) => product.name },
        of('product_buyers', 'buyers/day', '购买者/日', plain),
        of('product_unchanged', 'would travel the same', '本会同样出行', plain),
        of('product_visitors', 'visitors gained/day', '新增访客/日', signed),
        of('product_nights', 'nights gained/day', '新增人夜/日', signed),
        of('product_transfers', 'connections gained/day', '新增中转/日', signed),
        of('product_sold_out', 'days sold out', '售罄日', plain),
      ],
    }),
  });
}

// What a yuan of spending gained costs the public: the return, the other way up.
function costOfYuan(context: Context): Column<Product> {
  const value = (product: Product): number | null => {
    const gained = context.result.indicator('product_return', product.id)?.value ?? 0;
    return isGained(context, 'product_spending', product) && gained > 0 ? 1 / gained : null;
  };
  return {
    title: say(context, 'public cost/yuan gained', '财政投入/新增消费 1 元'),
    numeric: true,
    value,
    show: (product) => {
      const cost = value(product);
      return cost === null ? '–' : fixed(cost, 2);
    },
  };
}

function money(context: Context, items: Product[]): HTMLElement {
  const title = say(
    context,
    'Yuan a day, and public cost of what is gained',
    '每日金额（元）与新增所需财政投入',
  );
  const of = (id: string, en: string, zh: string, show: Show): Column<Product> =>
    column(context, { id, en, zh, show });
  const costOf = (id: string, gain: string, en: string, zh: string): Column<Product> =>
    column(context, { id, en, zh, show: ratio, unless: (product) => !isGained(context, gain, product) });
  return block(context, {
    title,
    note: say(
      context,
      'A cost of what is gained, and what a public yuan gains, stand only where the interval of the gain leaves out zero.',
      '仅当增量的区间不含零时，才列出单位增量的财政投入与每元财政投入的新增消费。',
    ),
    table: dataTable<Product>(context, {
      id: 'product-money',
      caption: title,
      items,
      columns: [
        { title: say(context, 'product', '产品'), value: (product) => product.name },
        of('product_paid', 'paid', '实付', plain),
        of('product_saved', 'saved over parts', '优惠额', plain),
        of('product_public_cost', 'public cost', '财政投入', plain),
        of('product_spending', 'spending gained', '新增消费', signed),
        rangeColumn(context, 'product_spending', say(context, 'spending gained', '新增消费')),
        costOf('product_cost_per_visitor', 'product_visitors', 'public cost/visitor', '财政投入/新增访客'),
        costOf('product_cost_per_night', 'product_nights', 'public cost/night', '财政投入/新增人夜'),
        column(context, {
          id: 'product_return',
          en: 'gained a public yuan',
          zh: '每元财政投入新增消费',
          show: signedRatio,
          unless: (product) => !isTold(context, 'product_spending', product),
        }),
        costOfYuan(context),
      ],
    }),
  });
}
