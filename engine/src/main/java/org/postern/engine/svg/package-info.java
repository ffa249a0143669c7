/// Draws what codes are made of in SVG pictures: rectangles, paths, circles, polygons, strokes,
/// what is defined once and used often, clips, transforms, plain styles. No text, no filters,
/// nothing that lies elsewhere; elements, points, painted area and time are bounded.
///
/// Source: [SVG 1.1](https://www.w3.org/TR/SVG11/). Start reading at [org.postern.engine.svg.Svg].
package org.postern.engine.svg;
