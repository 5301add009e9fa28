// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "models/scenario/rules.hpp"

namespace stopover::scenario {
namespace {

constexpr std::array<Rule, 109> kRules{{
    {"E-SCN-002", "Text is not UTF-8", "文本不是 UTF-8",
     "Save the file as UTF-8; the line holds the first wrong byte.",
     "请以 UTF-8 保存文件；所示行含第一个错误字节。"},
    {"E-SCN-003", "Brackets nested too deeply", "括号嵌套过深",
     "The schema needs 8 levels; 32 is the limit. Close brackets where their content ends.",
     "格式只需 8 层，上限 32 层。请在内容结束处闭合括号。"},
    {"E-SCN-004", "Not protobuf text", "不是 protobuf 文本",
     "The text breaks off or a value has the wrong type; reading stops here, so later faults show "
     "once this one is mended.",
     "文本中断或取值类型不符；读取在此停止，修正后才会显示后面的错误。"},
    {"E-SCN-005", "Unknown field", "未知字段",
     "The message has no field of this name. Mend the spelling, or close the message above with } "
     "if the field belongs outside it: docs/formats/scenario-fields.md.",
     "该消息没有这个字段。请改正拼写；若字段属于外层，请先用 } "
     "闭合上面的消息：docs/formats/scenario-fields.md。"},
    {"E-SCN-006", "Unknown enum value", "未知枚举值",
     "The field takes one of the words that the message lists, in capitals and without quotes.",
     "该字段只能取提示中所列词语之一，大写，不加引号。"},
    {"E-SCN-007", "Field given twice", "字段重复给出",
     "A single field is written twice in one message. Keep one of them, or close the message above "
     "with } if the second belongs outside it.",
     "同一消息中单值字段写了两次。请只留一个；若第二个属于外层，请先用 } 闭合上面的消息。"},
    {"E-SCN-008", "Number in octal, hexadecimal or with a suffix", "数字写法有误",
     "010 would be read as 8; write plain decimal numbers.", "010 会被读成 8；请写普通十进制数。"},
    {"E-SCN-009", "File not found", "找不到文件",
     "A base, table or feed named by the scenario is not there. Paths count from the folder of the "
     "file that names them.",
     "情景所列的基础情景、数据表或数据源不存在。路径从写有该名称的文件所在文件夹算起。"},
    {"E-SCN-010", "Bases form a circle", "基础情景循环",
     "A scenario is, by way of its bases, its own base, or the chain is longer than 16. Name "
     "another base, or work several into one.",
     "情景经基础情景链又指回自身，或链长超过 16。请改用其他基础情景，或合并其中几个。"},
    {"E-SCN-011", "Table listed twice", "数据表重复列出",
     "The same table is listed twice, in one scenario or along its bases. Take one of the lines "
     "out: a base brings its tables along.",
     "同一数据表在情景或其基础链中列出两次。请删去其中一行：基础情景会带来其数据表。"},
    {"E-SCN-012", "Element without an id", "要素缺少标识",
     "Every element needs an id. Write one that no other element of its kind has.",
     "每个要素都必须有 id。请写上同类中唯一的标识。"},
    {"E-SCN-013", "Duplicate id", "标识重复",
     "Two elements of one kind have the same id. To change an element of the base use change { "
     "alter { … } }.",
     "同类要素标识相同。要修改基础情景的要素请用 change { alter { … } }。"},
    {"E-SCN-014", "Change to something that is not there", "修改的对象不存在",
     "alter and remove need an element that exists at that point of the chain. Mend the id, or add "
     "the element first.",
     "alter 和 remove 的对象必须在此时已存在。请改正标识，或先添加该要素。"},
    {"E-SCN-015", "Incomplete change", "变更不完整",
     "A change has an id of its own, a reason, a provenance and one of add, alter, remove, horizon "
     "with something in it.",
     "变更须有自己的标识、理由、来源，以及 add、alter、remove、horizon 之一且内容非空。"},
    {"E-SCN-016", "Malformed list in a table cell", "表格单元内列表写法有误",
     "Weights are written 0.5;0.3;0.2, figures 90;95;110, weights by country US:0.6;CA:0.4, ids "
     "and words SH;JS;ZJ.",
     "权重写作 0.5;0.3;0.2，数值写作 90;95;110，按国家的权重写作 US:0.6;CA:0.4，id 与词语写作 "
     "SH;JS;ZJ。"},
    {"E-SCN-101", "Missing value", "缺少取值",
     "The field is needed and is empty. Write it: the message says what belongs there.",
     "必填字段为空。请按提示填写。"},
    {"E-SCN-102", "Not a finite number", "不是有限数",
     "inf and nan are not figures. Write a number, or leave an optional field out.",
     "inf 与 nan 不是数值。请写数字；选填字段可不写。"},
    {"E-SCN-103", "Number out of range", "数值超出范围",
     "The figure is outside what the field can mean. Write one within the range of the message, "
     "and look at its unit.",
     "数值超出该字段的合理范围。请改到提示的范围内，并核对单位。"},
    {"E-SCN-104", "Malformed id", "标识写法有误",
     "Ids hold letters, digits and _ . : -, at most 128. Rename it, also where it is referred to.",
     "标识只含字母、数字和 _ . : -，最长 128。请改名，引用处一并修改。"},
    {"E-SCN-105", "Reference to nothing", "引用不存在",
     "No element of the named kind has this id. Mend the spelling, or add the element, in the text "
     "or in its table.",
     "没有该类要素使用此标识。请改正拼写，或在文本或数据表中添加该要素。"},
    {"E-SCN-106", "Impossible time", "时间有误", "Times are 08:15 or 08:15:30; hours may pass 24.",
     "时间写作 08:15 或 08:15:30，小时可超过 24。"},
    {"E-SCN-107", "Impossible date", "日期有误", "Dates are 2024-06-03 and exist in the calendar.",
     "日期写作 2024-06-03，且须真实存在。"},
    {"E-SCN-108", "Malformed days", "星期写法有误",
     "Days of the week are digits 1 (Monday) to 7 in ascending order, each once.",
     "星期用 1（周一）至 7 的数字升序书写，各一次。"},
    {"E-SCN-109", "Malformed country code", "国家代码有误",
     "Write the ISO 3166 alpha-2 code: two capital letters, such as CN.",
     "请写 ISO 3166 两位大写字母代码，如 CN。"},
    {"E-SCN-110", "Unknown time zone", "未知时区",
     "Write a name of the tz database, such as Asia/Shanghai.",
     "请写 tz 数据库名称，如 Asia/Shanghai。"},
    {"E-SCN-111", "Money with more than two decimals", "金额超过两位小数",
     "Money is in yuan, at most two decimals. Round it to fen.",
     "金额单位为元，最多两位小数。请取整到分。"},
    {"E-SCN-112", "Unknown word", "未知词语",
     "The field takes one of the words that the message lists, spelt the same.",
     "该字段只能取提示中所列词语之一，拼写须一致。"},
    {"E-SCN-113", "Figure without a source", "缺少来源",
     "Every element states its source: write a citation, a source id or \"own estimate\".",
     "每个要素都要写明来源：请填文献、来源编号或 “own estimate”。"},
    {"E-SCN-114", "Unknown confidence", "未知可信度",
     "Write high, medium, low, derived, general-knowledge or assumption.",
     "请写 high、medium、low、derived、general-knowledge 或 assumption。"},
    {"E-SCN-115", "Listed twice", "列表内重复",
     "A list without order names the same thing twice. Take one out; two weights of one thing are "
     "added by hand.",
     "无序列表中同一项出现两次。请删去其一；同一项的两个权重请自行相加。"},
    {"E-SCN-201", "Empty range of dates", "日期区间为空",
     "valid_from is in, valid_until is out, so it must be later. For a single day write the next "
     "day as valid_until.",
     "valid_from 含当日，valid_until 不含，须更晚。仅一天时 valid_until 请写次日。"},
    {"E-SCN-202", "Empty or reversed period", "时段为空或颠倒",
     "A period ends after it begins, but a line's last may be one departure; the last flight is "
     "not before the first. After midnight hours go on: 25:30.",
     "时段结束须晚于开始（线路最后时段可为单一班次）；末班不得早于首班。过午夜请续写小时：25:30。"},
    {"E-SCN-203", "Line with fewer than two stops", "线路少于两站",
     "A line connects at least two places. Add stops, or remove the line.",
     "线路至少连接两处。请添加站点，或删除该线路。"},
    {"E-SCN-204", "Minutes of stops do not ascend", "站点时刻不递增",
     "Minutes count from the first stop, begin at 0 and grow at each stop. Mend the figure, or put "
     "the stops in order.",
     "时刻自首站起算，从 0 开始逐站递增。请改正数值，或调整站序。"},
    {"E-SCN-205", "Fare for a place the line does not serve", "票价站点不在线路上",
     "A fare joins two different stops of its line or feed, each pair once. Mend the place, or "
     "take the "
     "fare out.",
     "票价连接本线两个不同站点，每对一次。请改正站点，或删去该票价。"},
    {"E-SCN-207", "Mode does not suit the element", "方式与要素不符",
     "Lines run RAIL, METRO, MAGLEV, LINK, COACH, SHUTTLE or FERRY; roads TAXI, CAR or SHUTTLE.",
     "线路可为 RAIL、METRO、MAGLEV、LINK、COACH、SHUTTLE、FERRY；道路可为 TAXI、CAR、SHUTTLE。"},
    {"E-SCN-208", "Flight at a place without aircraft", "航班端点不是机场",
     "Flights join AIRPORT_GATES, REGION or CITY places. Name the gates of the airport, or mend "
     "the kind of the place.",
     "航班连接 AIRPORT_GATES、REGION 或 CITY 类地点。请改写为机场登机口，或改正地点类别。"},
    {"E-SCN-209", "From and to are the same", "起讫相同",
     "A movement has two different ends. Mend one of them, or take it out.",
     "起点和终点必须不同。请改正其一，或删去。"},
    {"E-SCN-210", "Periods overlap or are out of order", "时段重叠或乱序",
     "Headway and staffing periods follow one another in time. Sort them, and let one end where "
     "the next begins.",
     "发车间隔与人员配置的时段须依次相接。请按时间排序，前一段止于后一段开始。"},
    {"E-SCN-211", "Service without departures or places", "没有班次或座位",
     "A line has headways; its seats and standing places are more than none. Give both, or remove "
     "the line.",
     "线路须有发车间隔，座位与站位之和大于零。请补齐，或删除该线路。"},
    {"E-SCN-213", "Vehicle too fast", "车辆速度过快",
     "Straight-line speed between two stops is above 400 km/h on rails (maglev 500), 150 on roads "
     "and water. Look at the minutes and at the coordinates of both places.",
     "两站直线速度超过上限：轨道 400 km/h（磁浮 500），公路与水路 150。请核对时刻与两处坐标。"},
    {"E-SCN-214", "Not 24 hourly weights", "小时权重不是 24 个",
     "A time profile has one weight for each hour of the day: write 24, with 0 where nobody "
     "leaves.",
     "时间分布每小时一个权重，共 24 个：无人出行的时段写 0。"},
    {"E-SCN-215", "Weights sum to zero", "权重之和为零",
     "A list of weights needs at least one above zero. Write it, or leave an optional list out.",
     "权重列表至少有一个大于零。请填写；选填列表可不写。"},
    {"E-SCN-217", "Value outside its own range", "取值超出自身区间",
     "low <= value <= high. Mend the one that is out of order.",
     "须满足 low <= value <= high。请改正其中有误者。"},
    {"E-SCN-218", "Unknown parameter", "未知参数",
     "No model asks for this name. Mend the spelling, or take the parameter out: "
     "docs/formats/parameters.md lists them.",
     "没有模型使用该参数名。请改正拼写，或删去该参数：名称见 docs/formats/parameters.md。"},
    {"E-SCN-219", "Wrong unit of a parameter", "参数单位不符",
     "The unit is fixed: convert the figure to the unit of docs/formats/parameters.md.",
     "单位是固定的：请换算为 docs/formats/parameters.md 所列单位。"},
    {"E-SCN-220", "Parameter out of range", "参数超出范围",
     "The value, low or high is outside what the model can use. Write one within the range of "
     "docs/formats/parameters.md.",
     "取值、下限或上限超出模型可用范围。请改到 docs/formats/parameters.md 所列范围内。"},
    {"E-SCN-221", "Missing parameter", "缺少参数",
     "The models ask for this parameter and it has no default. Add a row to the table of "
     "parameters, or a parameter { … } to the elements: docs/formats/parameters.md.",
     "模型需要该参数，且没有默认值。请在参数表中加一行，或在 elements 中写 parameter { … "
     "}：docs/formats/parameters.md。"},
    {"E-SCN-222", "Category given twice", "类别重复",
     "A visitor's category is described by one element. Take one out, or give it another category.",
     "同一类旅客的同一消费类别只描述一次。请删去其一，或改写类别。"},
    {"E-SCN-223", "Background load does not suit its target", "背景客流与对象不符",
     "Lines and flights take seat_share, checkpoints people_per_quarter; exactly one is given.",
     "线路和航班用 seat_share，查验点用 people_per_quarter，且只给一个。"},
    {"E-SCN-224", "Id that two kinds share", "对象标识有歧义",
     "What background load or a market names must be the only line, flight or checkpoint, or the "
     "only place or catchment, of that id. Rename one of the two.",
     "背景客流所指的线路、航班或查验点，以及市场所指的地点或客源区，标识须唯一。请将其一改名。"},
    {"E-SCN-225", "Impossible delay", "延误取值矛盾",
     "The longest delay is not below the mean, and lateness has a mean. Raise max_minutes, give "
     "mean_late_minutes, or write on_time_share: 1.",
     "最长延误不低于平均值；有晚点则须有平均值。请提高 max_minutes，填写 mean_late_minutes，或写 "
     "on_time_share: 1。"},
    {"E-SCN-226", "Wrong number of factors", "系数个数有误",
     "hour_factor and hour_minutes have 24 figures, month_factor 12, month_weight 12 or one for "
     "all months. Write 1, or the same minutes, where nothing changes.",
     "hour_factor 与 hour_minutes 为 24 个，month_factor 为 12 个，month_weight 为 12 "
     "个或全年一个。不变处请写 1 或相同分钟数。"},
    {"E-SCN-227", "Vehicles of a rotation unclear", "车辆周转不明确",
     "A rotation names a carrier, whose flights it joins, or members; a line or flight is in one "
     "rotation.",
     "周转写一家承运人（含其全部航班）或列出成员，二者取一；一条线路或航班只属一个周转。"},
    {"E-SCN-228", "Restriction contradicts itself", "限制自相矛盾",
     "hold_minutes is for what is closed, per_hour lets all through in turn; only is for places "
     "and hubs, a line or flight has one mode. Take one out. At a checkpoint, desks says how many "
     "are open at most, desk_type of which type, and the other three have no meaning; elsewhere "
     "there are no desks.",
     "hold_minutes 用于关闭；per_hour 则依次放行；only 仅用于地点与枢纽，线路或航班只有一种方式。"
     "请删去其一。在查验点，desks 为最多开放的台位数，desk_type 为其类别，前三者没有意义；"
     "其他对象没有台位。"},
    {"E-SCN-230", "A schedule without fares", "时刻数据没有票价",
     "Flight schedules and tables of trains name no prices. State a fare for each pair of places, "
     "or flat_fare_yuan, with the source in provenance.",
     "航班与列车时刻表不含票价。请为每对地点写 fare，或写 flat_fare_yuan，并在 provenance "
     "中注明来源。"},
    {"E-SCN-231", "Length of the stay unclear", "停留时限不明",
     "A regime has stay_hours, or no_limit where the document or the right itself says how long; "
     "not both, not neither. Write one of the two.",
     "政策须写 stay_hours；若停留期由证件或身份决定，则写 no_limit。二者必居其一，只写一个。"},
    {"E-SCN-232", "Place of two ports of entry", "地点属于两个口岸",
     "A place belongs to one port of entry. Take it out of the other; where a regime names a place "
     "that belongs to a port, write the port's id.",
     "一个地点只属于一个口岸。请从另一口岸删去；政策若写了已属于口岸的地点，请改写口岸的 id。"},
    {"E-SCN-233", "Too many regimes or regions", "政策或地区过多",
     "Sets of regimes and of regions are kept as 64 bits. Take out those that no day of the study "
     "needs.",
     "政策集合与地区集合以 64 位保存。请删去研究日期用不到的。"},
    {"E-SCN-234", "A switch that changes nothing", "开关不起作用",
     "A switch says what the regimes it names have when it is on: clock, clock_start, "
     "domestic_call or ports. Write one, or take the switch out.",
     "开关须写明打开时所列政策改用的 clock、clock_start、domestic_call 或 "
     "ports。请写其一，或删去开关。"},
    {"E-SCN-235", "Lists taken over twice", "名单转引两次",
     "countries_as and ports_as name a regime that has lists of its own, not one that takes them "
     "over itself. Name that regime's own model.",
     "countries_as 与 ports_as 须指向自有名单的政策，不能指向转引他人的政策。请直接写其来源政策。"},
    {"E-SCN-236", "Sight that nobody can visit", "景点无法参观",
     "It is closed all week, or open for less than its shortest visit. Mend hours, closed_days or "
     "minutes_low.",
     "每天闭馆，或开放时长不足最短参观时间。请改正开放时间、closed_days 或 minutes_low。"},
    {"E-SCN-237", "Second entry of a second entry", "重复条目指向重复条目",
     "same_as names the entry of a sight that stands for all of them. Name that one.",
     "same_as 须指向代表该景点的条目。请直接写该条目的标识。"},
    {"E-SCN-238", "Other days that change nothing", "特殊日期没有变更内容",
     "A row of sight_days says closed, other hours or other closing days. Write one of them, or "
     "take the row out.",
     "sight_days 每行须写明闭馆、其他开放时间或其他闭馆日。请填写其一，或删去该行。"},
    {"E-SCN-239", "Interest given twice", "兴趣重复给出",
     "One purpose and one category have two interests. Keep one row.",
     "同一出行目的与景点类别给出了两个兴趣值。请只留一行。"},
    {"E-SCN-244", "Times by the hour that let later cars overtake", "逐时用时导致后发先至",
     "From one full hour to the next the time falls by more than 60 minutes, so that who sets out "
     "later would arrive earlier. Let it fall over several hours.",
     "相邻整点的用时下降超过 60 分钟，后出发者反而先到。请分几个小时逐步下降。"},
    {"E-SCN-260", "Part of a product that is nothing or two things", "产品组成不明",
     "A part is either a good, or rides of a mode or of lines. Write one of them; ends belong to "
     "rides, a count to goods.",
     "产品的每个组成部分须是一种商品，或某种方式、某些线路的乘车。请只写其一；ends "
     "只用于乘车，count 只用于商品。"},
    {"E-SCN-261", "Product without one price", "产品价格不唯一",
     "A product has a price or per cent off its parts, not both.",
     "产品须写一口价或折扣率，二者只写其一。"},
    {"E-SCN-262", "Bearers that do not bear it all", "优惠分担不完整",
     "The shares of the bearers add up to 1, each is named once, and who guarantees is one of "
     "them.",
     "各分担方的份额合计须为 1，名称不得重复，guarantor 须是其中之一。"},
    {"E-SCN-263", "Price for as many nights as one likes", "一口价未限定夜数",
     "The part is counted by the nights of the stay, but the price is fixed. Write a count, or per "
     "cent off.",
     "该组成部分按停留夜数计算，而价格固定。请写 count，或改用折扣率。"},
    {"E-SCN-264", "Bounds that nobody can meet", "条件无人满足",
     "What the product asks of the buyer excludes itself: a lower bound above the upper one, or "
     "nights of visitors who spend none.",
     "购买条件自相矛盾：下限高于上限，或要求不过夜的旅客过夜。"},
    {"E-SCN-265", "Goal or multiplier that says nothing", "目标或乘数缺少衡量依据",
     "A goal names an indicator of a run, or says why none can speak to it; shares are at most 1; "
     "an upper bound has a value; a part is held against what was observed, with its year. A "
     "multiplier of money is at most 20.",
     "目标须指明一项运行指标，或说明为何无法由模型衡量；比例不大于 "
     "1；上限须有数值；部分目标须给出已公布的数值及年份。金额乘数不大于 20。"},
    {"E-SCN-266", "Too many kinds of holders", "持票人种类过多",
     "Products grant more different sets of rights than a passenger can be told apart by. Let "
     "products that go together grant the same rights.",
     "各套票授予的权益组合种类过多，无法逐一区分。请让同类套票授予相同的权益。"},
    {"E-SCN-268", "A right that nobody can use", "无人能用的权益",
     "What needs a right is closed to its holders too, or open to crews alone. Mend needs, "
     "not_with "
     "or the classes.",
     "所需权益的持有人同样被排除，或仅限机组、船员通过。请改正 needs、not_with 或旅客类别。"},
    {"E-SCN-301", "Place in two hubs", "地点属于两个枢纽",
     "A place belongs to one hub. Take it out of the other, or part it into two places.",
     "一个地点只属于一个枢纽。请从另一枢纽删去，或拆成两个地点。"},
    {"E-SCN-302", "Walk to an unknown point", "步行端点未知",
     "Ends of walks are <place>:arrive, <place>:depart or a checkpoint of this hub. Mend the name, "
     "or add the place or checkpoint to the hub.",
     "步行端点为 <地点>:arrive、<地点>:depart "
     "或本枢纽的查验点。请改正名称，或在枢纽中加入该地点或查验点。"},
    {"E-SCN-303", "Walk into another hub", "步行通往其他枢纽",
     "Walks stay inside their hub; use a road or a line between hubs.",
     "步行限于本枢纽；枢纽之间请用道路或线路。"},
    {"E-SCN-304", "Duplicate checkpoint id", "查验点标识重复",
     "Checkpoint ids are unique over all hubs. Rename one, also in its walks.",
     "查验点标识在所有枢纽中唯一。请将其一改名，步行中一并修改。"},
    {"E-SCN-305", "Checkpoint without desks", "查验点无人值守",
     "A checkpoint has staffing with at least one desk at some time. Add a period, or take the "
     "checkpoint and its walks out.",
     "查验点须有人员配置，且某时段至少一个台位。请添加时段，或删去该查验点及其步行。"},
    {"E-SCN-307", "Service time does not suit its distribution", "服务时间与分布不符",
     "cv is for LOGNORMAL and GAMMA, and at least 0.01 there. Take it out for the others; for no "
     "spread write CONSTANT.",
     "cv 仅用于 LOGNORMAL 与 GAMMA，且不小于 0.01。其他分布请删去；无离散请写 CONSTANT。"},
    {"E-SCN-308", "Walk into an arrival or out of a departure", "步行方向有误",
     "Passengers leave an arrival and end at a departure. Swap from and to, or write the way back "
     "as a walk of its own.",
     "旅客从到达点出发，在出发点结束。请对调 from 与 to，回程另写一条步行。"},
    {"E-SCN-309", "Arrival that reaches no departure", "到达点无法通往任何出发点",
     "Who arrives here can go nowhere. A walk is missing, or the classes of walks and checkpoints "
     "do not fit together.",
     "到达此处的旅客无处可去。请补上步行，或使步行与查验点的旅客类别相符。"},
    {"E-SCN-312", "Minimum connection outside the hub", "最短衔接不在本枢纽内",
     "Both ends are places of the hub, each pair once for the same modes, carriers, classes and "
     "product; a hub has at most 10,000 rows. Move it to its hub, or take the second one out.",
     "两端均为本枢纽地点；同一方式、承运人、旅客类别与产品的组合每对一次；一个枢纽至多 10,000 行。"
     "请移到所属枢纽，或删去重复者。"},
    {"E-SCN-313", "Checkpoints in a circle", "查验点构成循环",
     "Passengers pass checkpoints in one order; a way back to the same checkpoint has none. Give "
     "each direction its own checkpoint: one for those who arrive, one for those who depart.",
     "旅客按固定次序通过查验点；绕回同一查验点则没有次序。到达与出发请分别设置查验点。"},
    {"E-SCN-316", "Desk types or passenger rules do not fit", "台位类型或旅客规则不符",
     "A checkpoint has at most 3 types of desk beside the ordinary ones, each with an id of its "
     "own, "
     "and at most 3 passenger rules. Join some, or give the second one another id.",
     "一个查验点除普通台位外至多 3 种台位，标识互不相同；旅客规则至多 3 "
     "条。请合并，或改用其他标识。"},
    {"E-SCN-317", "Dwell with desks", "停留点设有台位",
     "Where passengers only stay (a shop, baggage reclaim) nobody queues: staffing, desk types, "
     "passenger rules, a hall and patience have no meaning. Take them out, or take dwell out.",
     "旅客仅停留之处（商店、行李提取）无人排队，人员配置、台位类型、旅客规则、厅容量与忍耐时间均无"
     "意义。"
     "请删去这些，或删去 dwell。"},
    {"E-SCN-318", "Minimum connection of a carrier that is not there", "最短衔接的承运人不存在",
     "A row names the carrier of a flight, or a line by its id. Correct the name, or leave it out: "
     "then the row holds for any.",
     "承运人为航班的承运人，或线路的标识。请更正，或留空（适用于所有承运人）。"},
    {"E-SCN-403", "Two feeds with one prefix", "两个数据源前缀相同",
     "Route ids of feeds are told apart by their prefix. Give each feed its own.",
     "各数据源的线路标识靠前缀区分。请各用一个前缀。"},
    {"E-SCN-405", "Stations of a rail timetable in two time zones", "列车时刻的车站分属两个时区",
     "Its tables name no zone: all times are of the zone of the places that stop_place gives. Map "
     "stations to places of one zone.",
     "表中不注明时区，一律按 stop_place 所给地点的时区。请把车站映射到同一时区的地点。"},
    {"W-SCN-116", "Coordinates 0, 0", "坐标为 0, 0",
     "Usually a figure that was never filled in. Write the coordinates of the place.",
     "通常是忘了填写。请写上该地点的坐标。"},
    {"W-SCN-206", "Line without fares", "线路无票价",
     "A pair without a fare is not sold, so nobody can ride. Give fares or a flat fare (0 if "
     "free).",
     "无票价的区段不售票，无人可乘。请给出票价或统一票价（免费写 0）。"},
    {"W-SCN-212", "Implausible flight time", "航班时间不合理",
     "Great-circle distance over block time is below 150 or above 1100 km/h. Look at the block "
     "time and at the coordinates of both places.",
     "大圆距离除以轮挡时间低于 150 或高于 1100 km/h。请核对轮挡时间与两处坐标。"},
    {"W-SCN-216", "Regime that admits nobody", "政策没有适用对象",
     "A regime holds for all nationalities or has entry listings, not both. Write "
     "all_nationalities: true, or add listings.",
     "政策适用全部国籍，或有国籍清单，二者取一。请写 all_nationalities: true，或添加清单。"},
    {"W-SCN-229", "Restriction on other dates", "限制不在模拟日期内",
     "Its dates lie outside the simulated days, so it changes nothing. Look at the dates, or move "
     "the horizon.",
     "其日期在模拟日期之外，因而不起作用。请核对日期，或调整模拟区间。"},
    {"W-SCN-240", "A stop is far from its neighbours on the line", "站点远离线路上的相邻站",
     "It lies far from the stops before and after it and off the way between them. Its coordinates "
     "are wrong, or of another system; or the line turns sharply there: then leave it.",
     "离前后两站都远，且不在两站之间：坐标有误，或坐标系不同；若线路确在此急转，可不改。"},
    {"W-SCN-241", "Branches in one list of stops", "支线写在同一站序中",
     "The list goes from the end of one branch to another branch: vehicles would have to run there "
     "without rails. Write each branch as a line with the part that it shares.",
     "站序从一条支线的末站跳到另一条支线，车辆不会这样运行。请把每条支线连同共线段各写成一条线路"
     "。"},
    {"W-SCN-242", "A loop left open", "环线未闭合",
     "First and last stop are neighbours, and no train goes from the last to the first. If trains "
     "go round, write the first stop again at the end.",
     "首末两站相邻，但列车不从末站直达首站。若列车环行，请在末尾再写一次首站。"},
    {"W-SCN-243", "A stop to which all rides are free", "到某站的票价全为零",
     "All fares of the stop are 0 and others are not: usually a column of a fare matrix that was "
     "never filled in. Write its fares, or leave the stop out.",
     "该站票价全为 0，而其他站不是：多为票价矩阵中未填的一列。请填写票价，或去掉该站。"},
    {"W-SCN-267", "A right without effect", "权益不起作用",
     "The product grants it, and no way, desk or rule of a hub asks for it. Write in a hub what "
     "its "
     "holders may do, or take it out of the product.",
     "套票授予该权益，但没有任何枢纽的步行、柜台或规则用到它。请在枢纽中写明持有人可做什么，或从套"
     "票中"
     "删去。"},
    {"W-SCN-269", "A right that no product grants", "没有套票授予的权益",
     "A way, desk or rule needs it, so it is open to nobody. Grant it by a product, or leave it "
     "for "
     "a scenario on top that does.",
     "步行、柜台或规则需要该权益，但没有套票授予，因此无人可用。请由某一套票授予，或留待后续情景使"
     "用。"},
    {"W-SCN-306", "Gap in the staffing", "人员配置有空档",
     "Nobody is served between these periods, or on this date. Close the gap if the checkpoint "
     "works there.",
     "这些时段之间或该日无人办理。若查验点仍工作，请补上空档。"},
    {"W-SCN-310", "Departure that no arrival reaches", "出发点不可到达",
     "Nobody can board here. A walk is missing, or the classes of walks and checkpoints do not fit "
     "together.",
     "没有人能在此乘坐。请补上步行，或使步行与查验点的旅客类别相符。"},
    {"W-SCN-311", "Place of a hub without walks", "枢纽地点没有步行连接",
     "Services at this place cannot be reached or left. Add walks from its arrival and to its "
     "departure.",
     "该地点的班次无法到达或离开。请补上从到达点出发和通往出发点的步行。"},
    {"W-SCN-314", "Checkpoint that no arrival reaches", "查验点不可到达",
     "No walk leads here from an arrival for any passenger class; nobody will use it. A walk is "
     "missing, or the classes of walks and checkpoints do not fit together.",
     "任何旅客类别都无法从到达点走到此处，因而无人使用。请补上步行，或使步行与查验点的旅客类别相符"
     "。"},
    {"W-SCN-315", "Checkpoint that leads nowhere", "查验点没有去路",
     "Whoever came here could not depart. A walk is missing, or the classes of walks and "
     "checkpoints do not fit together.",
     "到此处的旅客无法离开。请补上步行，或使步行与查验点的旅客类别相符。"},
    {"W-SCN-319", "A rule of passengers that never counts", "从不生效的旅客规则",
     "Of several rules the first that names a class counts, and those above name all of this "
     "one's. "
     "Write it above them, or take it out.",
     "同一类别以最先写明的规则为准，而上面的规则已包含其全部类别。请把它移到前面，或删去。"},
    {"W-SCN-401", "Gateway place in another time zone or country", "口岸地点时区或国家不同",
     "Places inside the gateway share its zone and country. Mend those of the place, or take it "
     "out of the gateway.",
     "口岸内地点应与其时区和国家一致。请改正该地点，或从口岸中删去。"},
    {"W-SCN-402", "Nobody travels", "没有客流",
     "The scenario has no market with persons. Add markets, or give them persons_per_day.",
     "情景中没有任何有人出行的市场。请添加市场，或填写 persons_per_day。"},
    {"W-SCN-404", "Days beyond the time zone rules", "日期超出时区规则",
     "Changes of clocks are known to the end of 2037; later days keep the winter offset. Simulate "
     "earlier days if a place changes its clocks.",
     "夏令时规则只到 2037 年底；此后按冬令时处理。若有地点实行夏令时，请模拟较早的日期。"},
}};

}  // namespace

std::span<const Rule> scenario_rules() {
  return kRules;
}

}  // namespace stopover::scenario
