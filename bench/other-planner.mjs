// SPDX-License-Identifier: Apache-2.0
// The queries of plain_feed to raptor-journey-planner (npm; an open RAPTOR in JavaScript), and
// whether it answers the same. Not part of any check: it needs packages from npm.
//
//   plain_feed FEED.zip plain 200
//   (cd plain && zip -q ../plain.zip *.txt)
//   npm install raptor-journey-planner
//   node other-planner.mjs plain.zip plain/queries.csv 2018-06-25
//
// Time: of this process, after 20 queries to warm up.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { loadGTFS, JourneyFactory, RaptorAlgorithmFactory, DepartAfterQuery } =
  require("raptor-journey-planner");

const [feed, file, date] = process.argv.slice(2);
const queries = fs.readFileSync(file, "utf8").trim().split("\n").slice(1).map(line => line.split(","));
const [trips, transfers, interchange] = await loadGTFS(fs.createReadStream(feed));
const day = () => new Date(`${date}T12:00:00`);
const raptor = RaptorAlgorithmFactory.create(trips, transfers, interchange, day());
const planner = new DepartAfterQuery(raptor, new JourneyFactory(), 1);
const ask = ([from, to, departs]) =>
  planner.plan(from, to, day(), Number(departs)).reduce(
    (best, journey) => Math.min(best, journey.arrivalTime), Infinity);

queries.slice(0, 20).forEach(ask);
const before = process.cpuUsage();
const answers = queries.map(ask);
const spent = process.cpuUsage(before);
const differ = queries.filter((q, i) => (q[3] === "" ? Infinity : Number(q[3])) !== answers[i]);
console.log(`${queries.length} queries, ${differ.length} answered otherwise; ` +
  `${((spent.user + spent.system) / queries.length).toFixed(0)} µs a query`);
for (const q of differ.slice(0, 5)) console.log(q.join(" "), answers[queries.indexOf(q)]);
