// SPDX-License-Identifier: Apache-2.0
// Land of the map, from Natural Earth (public domain) as the package world-atlas carries it: the whole world
// coarsely (1:110 million), and one part of it finely (1:10 million). Coasts alone: Natural Earth's land has no
// boundary of any country in it, and none is drawn.
//
// A ring is [lon, lat] of its first corner and then steps, in whole parts of a degree (`parts` each); WGS-84.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);

// Longitudes without a jump at 180°, where the rings of a sphere pass on. One that goes around the Earth is
// closed along the pole that it lies about.
function unrolled(ring) {
  let turns = 0;
  const out = ring.map(([lon, lat], index) => {
    const step = index === 0 ? 0 : lon - ring[index - 1][0];
    if (Math.abs(step) > 180) turns -= Math.sign(step);
    return [lon + 360 * turns, lat];
  });
  if (turns === 0) return out;
  const pole = 90 * Math.sign(out[0][1]);
  return [...out, [out.at(-1)[0], pole], [out[0][0], pole]];
}

// Where the scenarios lie that come along: the Yangtze delta. Elsewhere the coarse land is drawn.
export const fineBox = [116, 26, 125, 36]; // west, south, east, north

const ringsOf = (name) => {
  const topology = JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`), 'utf8'));
  return feature(topology, topology.objects.land).features.flatMap(({ geometry }) =>
    (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flat().map(unrolled),
  );
};

// Of a ring what lies within a box (Sutherland & Hodgman 1974): side by side, at most touching along it.
function clipped(ring, [west, south, east, north]) {
  const sides = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ];
  let points = ring;
  for (const [axis, bound, sign] of sides) {
    const inside = (point) => sign * (point[axis] - bound) >= 0;
    const out = [];
    points.forEach((to, index) => {
      const from = points[(index || points.length) - 1];
      if (inside(from) !== inside(to)) {
        const share = (bound - from[axis]) / (to[axis] - from[axis]);
        out.push([0, 1].map((k) => (k === axis ? bound : from[k] + share * (to[k] - from[k]))));
      }
      if (inside(to)) out.push(to);
    });
    points = out;
  }
  return points;
}

function packed(ring, parts) {
  const out = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of ring) {
    const [atX, atY] = [Math.round(lon * parts), Math.round(lat * parts)];
    if (out.length > 0 && atX === x && atY === y) continue;
    out.push(atX - x, atY - y);
    [x, y] = [atX, atY];
  }
  return out;
}

const layer = (rings, parts) => ({
  parts,
  rings: rings.map((ring) => packed(ring, parts)).filter((ring) => ring.length >= 6),
});

const seam = 0.05; // degrees: fine and coarse land overlap
const [west, south, east, north] = fineBox;
const clipBox = [west - seam, south - seam, east + seam, north + seam];

export const land = () => ({
  world: layer(ringsOf('land-110m'), 20),
  fine: {
    box: fineBox,
    ...layer(
      ringsOf('land-10m').flatMap((ring) =>
        // Where a ring was unrolled from decides on which turn it lies.
        [-360, 0, 360].map((turn) =>
          clipped(
            ring.map(([lon, lat]) => [lon + turn, lat]),
            clipBox,
          ),
        ),
      ),
      500,
    ),
  },
});
