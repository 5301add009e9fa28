// SPDX-License-Identifier: Apache-2.0
// The queries of plain_feed to raptor-journey-planner (npm; an open RAPTOR in JavaScript), and
// whether it answers the same. Not part of any check: it needs packages from npm.
//
//   plain_feed FEED.zip plain 200
//   npm install raptor-journey-planner
//   node other-planner.mjs plain
//
// Time: of this process, after 20 queries to warm up. The tables are read here, as the package's own
// reader of zips ends without a word under today's Node.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { JourneyFactory, RaptorAlgorithmFactory, DepartAfterQuery } =
  require("raptor-journey-planner");

const folder = process.argv[2];
const rows = name =>
  fs.readFileSync(path.join(folder, name), "utf8").trim().split("\n").slice(1)
    .map(line => line.split(","));
const seconds = clock => clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0);

const service = { runsOn: () => true };
const byId = new Map();
for (const [, serviceId, tripId] of rows("trips.txt"))
  byId.set(tripId, { serviceId, tripId, stopTimes: [], service });
for (const [trip, arrives, departs, stop] of rows("stop_times.txt"))
  byId.get(trip).stopTimes.push({
    stop, arrivalTime: seconds(arrives), departureTime: seconds(departs), pickUp: true, dropOff: true,
  });
const interchange = {};
for (const [stop, , , time] of rows("transfers.txt")) interchange[stop] = Number(time);

const raptor = RaptorAlgorithmFactory.create([...byId.values()], {}, interchange);
const planner = new DepartAfterQuery(raptor, new JourneyFactory(), 1);
const ask = ([from, to, departs]) =>
  planner.plan(from, to, new Date("2020-01-01T12:00:00"), Number(departs)).reduce(
    (best, journey) => Math.min(best, journey.arrivalTime), Infinity);

const queries = rows("queries.csv");
queries.slice(0, 20).forEach(ask);
const before = process.cpuUsage();
const answers = queries.map(ask);
const spent = process.cpuUsage(before);
const ours = queries.map(q => (q[3] === "" ? Infinity : Number(q[3])));
const differ = queries.filter((q, i) => ours[i] !== answers[i]);
const earlier = answers.filter((at, i) => at < ours[i]);
console.log(`${queries.length} queries, ${differ.length} answered otherwise, ` +
  `${earlier.length} by an earlier arrival; ` +
  `${((spent.user + spent.system) / queries.length).toFixed(0)} µs a query`);
for (const q of differ.slice(0, 5)) console.log(q.join(" "), answers[queries.indexOf(q)]);
