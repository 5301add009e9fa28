// SPDX-License-Identifier: Apache-2.0
// Land of the map as land.mjs packs it at build: rings of [lon, lat] in WGS-84.

export type Point = [number, number];
export type Box = [west: number, south: number, east: number, north: number];
interface Packed {
  parts: number; // of a degree
  rings: number[][]; // a corner, then steps
}
declare const STOPOVER_LAND: { world: Packed; fine: Packed & { box: Box } };

function unpacked(layer: Packed): Point[][] {
  return layer.rings.map((ring) => {
    const points: Point[] = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i + 1 < ring.length; i += 2) {
      x += ring[i] ?? 0;
      y += ring[i + 1] ?? 0;
      points.push([x / layer.parts, y / layer.parts]);
    }
    return points;
  });
}

export const worldLand = (): Point[][] => unpacked(STOPOVER_LAND.world);
export const fineLand = (): Point[][] => unpacked(STOPOVER_LAND.fine);
export const fineBox = (): Box => STOPOVER_LAND.fine.box;
