package org.postern.engine.svg;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Paints the elements of a picture one after the other. One use.
final class Painter {

  private static final int MOST_PAINTED = 60_000;
  private static final int MOST_DEPTH = 100;
  private static final int MOST_CLIPS = 300;

  /// So many times as much as the picture is large may be painted over each other.
  private static final double MOST_LAYERS = 40;

  /// Of all outlines, in pixels that they go up and down: what painting them takes depends on it.
  private static final double MOST_OUTLINES = 500_000;

  /// Corners further away make no sense.
  private static final double FARTHEST = 1e6;

  private final Graphics2D graphics;
  private final Rectangle2D canvas;
  private final Markup.Element root;
  private final BooleanSupplier late;
  private final Styles styles = new Styles();
  private final Map<String, Markup.Element> named = new HashMap<>();
  private Shapes shapes = new Shapes(new Viewport(0, 0, 1, 1));
  private int painted;
  private int clips;
  private double area;
  private double outlines;

  Painter(BufferedImage image, Markup.Element root, BooleanSupplier late) {
    this.canvas = new Rectangle2D.Double(0, 0, image.getWidth(), image.getHeight());
    this.root = root;
    this.late = late;
    this.graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /// @return why it was not painted to its end; empty where it was
  String paint(Viewport viewport) {
    graphics.setColor(Color.WHITE);
    graphics.fill(canvas);
    shapes = new Shapes(viewport);
    name(root);
    AffineTransform all = viewport.into(0, 0, canvas.getWidth(), canvas.getHeight());
    Look look = Look.FIRST.with(styles.of(root));
    root.children().forEach(child -> paint(child, all, look, 0));
    graphics.dispose();
    return over() ? late.getAsBoolean() ? "no time left" : "too much is drawn" : "";
  }

  private boolean over() {
    return painted > MOST_PAINTED
        || shapes.tooMany()
        || area > MOST_LAYERS * canvas.getWidth() * canvas.getHeight()
        || outlines > MOST_OUTLINES
        || late.getAsBoolean();
  }

  private void name(Markup.Element element) {
    if (!element.attribute("id").isEmpty()) {
      named.putIfAbsent(element.attribute("id"), element);
    }
    if (element.name().equals("style")) {
      styles.add(element.text().toString());
    }
    element.children().forEach(this::name);
  }

  private void paint(Markup.Element element, AffineTransform before, Look inherited, int depth) {
    painted++;
    if (depth > MOST_DEPTH || over()) {
      return;
    }
    switch (element.name()) {
      case "g", "a", "switch", "svg", "symbol", "use" -> group(element, before, inherited, depth);
      case "rect", "circle", "ellipse", "line", "polygon", "polyline", "path" ->
          group(element, before, inherited, depth);
      default -> {} // what is only defined, or no shape
    }
  }

  /// Paints an element under its own style, transform and clip.
  private void group(Markup.Element element, AffineTransform before, Look inherited, int depth) {
    Map<String, String> said = styles.of(element);
    if (said.getOrDefault("display", "").equals("none")) {
      return;
    }
    Look look = inherited.with(said);
    AffineTransform moved = Shapes.moved(before, said.getOrDefault("transform", ""));
    Shape clip = graphics.getClip();
    boolean clipped = clip(said.getOrDefault("clip-path", ""), moved);
    switch (element.name()) {
      case "use" -> use(element, moved, look, depth);
      case "g", "a", "switch", "symbol" ->
          element.children().forEach(child -> paint(child, moved, look, depth + 1));
      case "svg" -> nested(element, element, moved, look, depth);
      default ->
          shapes
              .of(element, said.getOrDefault("d", ""))
              .ifPresent(path -> shape(path, moved, look));
    }
    if (clipped) {
      graphics.setClip(clip);
    }
  }

  private void use(Markup.Element element, AffineTransform moved, Look look, int depth) {
    String link = element.attribute("href");
    Markup.Element target = link.startsWith("#") ? named.get(link.substring(1)) : null;
    if (target == null) {
      return;
    }
    boolean viewed = !target.attribute("viewbox").isEmpty();
    if (viewed && (target.name().equals("symbol") || target.name().equals("svg"))) {
      nested(target, element, moved, look.with(styles.of(target)), depth);
      return;
    }
    AffineTransform placed = new AffineTransform(moved);
    placed.translate(
        Numbers.length(element.attribute("x"), 0, 0), Numbers.length(element.attribute("y"), 0, 0));
    paint(target, placed, look, depth + 1);
  }

  /// Paints what has a plane of its own into the box that `place` says.
  private void nested(
      Markup.Element inner, Markup.Element place, AffineTransform moved, Look look, int depth) {
    Viewport plane = Viewport.of(inner);
    AffineTransform placed = new AffineTransform(moved);
    placed.concatenate(
        plane.into(
            Numbers.length(place.attribute("x"), 0, 0),
            Numbers.length(place.attribute("y"), 0, 0),
            side(place, "width", plane.width()),
            side(place, "height", plane.height())));
    inner.children().forEach(child -> paint(child, placed, look, depth + 1));
  }

  private static double side(Markup.Element place, String name, double otherwise) {
    double side = Numbers.length(place.attribute(name), otherwise, otherwise);
    return side > 0 ? side : otherwise;
  }

  private void shape(Path2D path, AffineTransform moved, Look look) {
    if (!look.shown()) {
      return;
    }
    path.setWindingRule(look.evenOdd() ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
    path.transform(moved);
    double width = look.strokeWidth() * Math.sqrt(Math.abs(moved.getDeterminant()));
    if (!near(path.getBounds2D()) || !(width < FARTHEST)) {
      return;
    }
    colour(look.fill(), look, look.fillOpacity())
        .filter(_ -> seen(path.getBounds2D(), 0) && outlined(path, 0))
        .ifPresent(colour -> {
          graphics.setColor(colour);
          graphics.fill(path);
        });
    colour(look.stroke(), look, look.strokeOpacity())
        .filter(_ -> width > 0 && seen(path.getBounds2D(), width) && outlined(path, width))
        .ifPresent(colour -> {
          graphics.setColor(colour);
          graphics.setStroke(new BasicStroke((float) width, look.cap(), BasicStroke.JOIN_BEVEL));
          graphics.draw(path);
        });
  }

  /// Counts how far an outline goes up and down within the picture, and both sides of a stroke.
  ///
  /// @return whether it may be painted
  private boolean outlined(Path2D path, double stroke) {
    double[] to = new double[6];
    double high = canvas.getHeight();
    double before = 0;
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int corners =
          switch (i.currentSegment(to)) {
            case PathIterator.SEG_CUBICTO -> 3;
            case PathIterator.SEG_QUADTO -> 2;
            case PathIterator.SEG_CLOSE -> 0;
            default -> 1;
          };
      for (int corner = 0; corner < corners; corner++) {
        double way = Math.min(high, Math.abs(to[2 * corner + 1] - before));
        outlines += stroke > 0 ? 2 * way + Math.min(high, 4 * stroke) : way;
        before = to[2 * corner + 1];
      }
    }
    return outlines <= MOST_OUTLINES;
  }

  private static boolean near(Rectangle2D bounds) {
    return bounds.getMinX() > -FARTHEST
        && bounds.getMinY() > -FARTHEST
        && bounds.getMaxX() < FARTHEST
        && bounds.getMaxY() < FARTHEST;
  }

  /// Whether it reaches into the picture; counts what of it does.
  private boolean seen(Rectangle2D bounds, double margin) {
    double wide =
        Math.min(canvas.getMaxX(), bounds.getMaxX() + margin)
            - Math.max(0, bounds.getMinX() - margin);
    double high =
        Math.min(canvas.getMaxY(), bounds.getMaxY() + margin)
            - Math.max(0, bounds.getMinY() - margin);
    if (!(wide > 0 && high > 0)) {
      return false;
    }
    area += wide * high;
    return true;
  }

  private Optional<Color> colour(String said, Look look, double opacity) {
    String value = said.equals("currentcolor") ? look.color() : said;
    Optional<Color> colour =
        value.startsWith("url(") ? Optional.of(server(value)) : Colour.parse(value);
    int alpha = (int) Math.round(255 * opacity * look.opacity());
    return colour
        .map(full ->
            new Color(
                full.getRed(), full.getGreen(), full.getBlue(), full.getAlpha() * alpha / 255))
        .filter(seen -> seen.getAlpha() > 0);
  }

  /// Of a gradient its first colour; of others none is known, and black is a guess.
  private Color server(String value) {
    return target(value)
        .flatMap(gradient -> gradient.children().stream().findFirst())
        .map(stop -> styles.of(stop).getOrDefault("stop-color", "black"))
        .flatMap(colour -> Colour.parse(Svg.lower(colour)))
        .orElse(Color.BLACK);
  }

  /// What `url(#name)` means.
  private Optional<Markup.Element> target(String value) {
    int hash = value.indexOf('#');
    if (hash < 0) {
      return Optional.empty();
    }
    String name =
        value.substring(hash + 1).replace(")", "").replace("\"", "").replace("'", "").strip();
    return Optional.ofNullable(named.get(name));
  }

  /// Clips within clips are left out: to cut shapes with one another takes time without bound.
  private boolean clip(String value, AffineTransform moved) {
    Optional<Markup.Element> clip =
        value.startsWith("url(") && graphics.getClip() == null ? target(value) : Optional.empty();
    if (clip.isEmpty() || !clip.get().name().equals("clippath") || clips++ > MOST_CLIPS) {
      return false;
    }
    Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (Markup.Element child : clip.get().children()) {
      painted++;
      if (over()) {
        break;
      }
      Map<String, String> said = styles.of(child);
      AffineTransform placed = Shapes.moved(moved, said.getOrDefault("transform", ""));
      shapes
          .of(child, said.getOrDefault("d", ""))
          .map(path -> placed.createTransformedShape(path))
          .filter(path -> near(path.getBounds2D()))
          .ifPresent(path -> all.append(path, false));
    }
    if (!outlined(all, 0)) {
      return false;
    }
    graphics.setClip(all);
    return true;
  }
}
