// SPDX-License-Identifier: Apache-2.0
// 5. Products: who buys, what is gained and what merely shifted, and at what public cost.
import { block, nothing } from '../block';
import type { Context } from '../context';
import { nameOf, say } from '../context';
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
  return nameOf(context, one).replace(/[:：]\s*(take-up|购买率)$/, '');
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
      free: true,
      label,
    }),
    indicatorBlock(context, {
      id: 'product-spending',
      title: say(context, 'Spending gained', '新增消费'),
      items: of('product_spending'),
      free: true,
      label,
    }),
  ];
}

type Show = (one: Indicator) => string;

function column(context: Context, id: string, en: string, zh: string, show: Show): Column<Product> {
  const find = (product: Product): Indicator | undefined => context.result.indicator(id, product.id);
  return {
    title: say(context, en, zh),
    numeric: true,
    value: (product) => find(product)?.value ?? null,
    show: (product) => {
      const one = find(product);
      return one ? show(one) : '–';
    },
  };
}

const plain: Show = (one) => figure(one.unit, one.value);
const signed: Show = (one) => change(one.unit, one.value);
const range: Show = (one) => changeInterval(one.unit, one.total ?? one.simulation);
// Where nothing is gained there is no cost of it.
const ratio: Show = (one) => ((one.value ?? 0) > 0 ? fixed(one.value ?? 0, 2) : '–');

function buyers(context: Context, items: Product[], note: string): HTMLElement {
  const title = say(context, 'Who buys, and what is gained or only shifted', '购买与增量、转移');
  return block(context, {
    title,
    note,
    table: dataTable<Product>(context, {
      id: 'product-buyers',
      caption: title,
      items,
      columns: [
        { title: say(context, 'product', '产品'), value: (product) => product.name },
        column(context, 'product_buyers', 'buyers/day', '购买者/日', plain),
        column(context, 'product_unchanged', 'would travel the same, %', '本会同样出行（%）', plain),
        column(context, 'product_visitors', 'visitors gained/day', '新增访客/日', signed),
        column(context, 'product_nights', 'nights gained/day', '新增人夜/日', signed),
        column(context, 'product_transfers', 'connections gained/day', '新增中转/日', signed),
        column(context, 'product_sold_out', 'days sold out, %', '售罄日（%）', plain),
      ],
    }),
  });
}

function money(context: Context, items: Product[]): HTMLElement {
  const title = say(
    context,
    'Yuan a day, and public cost of what is gained',
    '每日金额（元）与新增所需财政投入',
  );
  return block(context, {
    title,
    table: dataTable<Product>(context, {
      id: 'product-money',
      caption: title,
      items,
      columns: [
        { title: say(context, 'product', '产品'), value: (product) => product.name },
        column(context, 'product_paid', 'paid', '实付', plain),
        column(context, 'product_saved', 'saved over parts', '优惠额', plain),
        column(context, 'product_public_cost', 'public cost', '财政投入', plain),
        column(context, 'product_spending', 'spending gained', '新增消费', signed),
        column(context, 'product_spending', '95 %', '95 % 区间', range),
        column(context, 'product_cost_per_visitor', 'public cost/visitor', '财政投入/新增访客', ratio),
        column(context, 'product_cost_per_night', '/night', '/新增人夜', ratio),
        column(context, 'product_return', 'gained a public yuan', '每元财政投入新增消费', (one) =>
          fixed(one.value ?? 0, 2, true),
        ),
      ],
    }),
  });
}
