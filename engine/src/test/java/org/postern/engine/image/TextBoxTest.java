package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextBoxTest {

  @Test
  void the_smallest_rectangle_follows_a_turned_line() {
    List<TextBox.Point> points = new ArrayList<>();
    double angle = Math.toRadians(10);
    for (int u = -100; u <= 100; u++) {
      for (int v = -8; v <= 8; v++) {
        points.add(
            new TextBox.Point(
                (int) Math.round(300 + u * Math.cos(angle) - v * Math.sin(angle)),
                (int) Math.round(200 + u * Math.sin(angle) + v * Math.cos(angle))));
      }
    }
    TextBox box = TextBox.around(points).orElseThrow();
    assertThat(box.x()).isCloseTo(300, within(1.0));
    assertThat(box.y()).isCloseTo(200, within(1.0));
    assertThat(box.width()).isCloseTo(200, within(3.0));
    assertThat(box.height()).isCloseTo(16, within(3.0));
    assertThat(box.angle()).isCloseTo(angle, within(0.02));
  }

  @Test
  void points_on_one_line_have_none() {
    assertThat(TextBox.around(List.of())).isEmpty();
    assertThat(TextBox.around(List.of(new TextBox.Point(1, 1), new TextBox.Point(2, 2)))).isEmpty();
    assertThat(
            TextBox.around(
                List.of(new TextBox.Point(1, 1), new TextBox.Point(2, 2), new TextBox.Point(3, 3))))
        .isEmpty();
  }

  @Test
  void a_line_is_moved_to_the_corner() {
    Point2D corner =
        new TextBox(100, 50, 80, 20, 0).to(40).transform(new Point2D.Double(60, 40), null);
    assertThat(corner.getX()).isCloseTo(0, within(0.001));
    assertThat(corner.getY()).isCloseTo(0, within(0.001));
    Point2D end =
        new TextBox(100, 50, 80, 20, 0).to(40).transform(new Point2D.Double(140, 60), null);
    assertThat(end.getX()).isCloseTo(160, within(0.001));
    assertThat(end.getY()).isCloseTo(40, within(0.001));
  }

  @Test
  void boxes_are_read_line_by_line() {
    TextBox left = new TextBox(10, 22, 10, 10, 0);
    TextBox right = new TextBox(90, 20, 10, 10, 0);
    TextBox below = new TextBox(50, 60, 10, 10, 0);
    assertThat(TextBox.inOrder(List.of(below, right, left))).containsExactly(left, right, below);
    assertThat(TextBox.inOrder(List.of())).isEmpty();
  }

  @Test
  void areas_of_a_map_become_boxes() {
    float[] likely = new float[200 * 100];
    for (int y = 40; y < 50; y++) {
      for (int x = 20; x < 180; x++) {
        likely[y * 200 + x] = 0.9f;
      }
    }
    likely[5 * 200 + 5] = 1; // a speck
    for (int y = 70; y < 80; y++) {
      for (int x = 20; x < 180; x++) {
        likely[y * 200 + x] = 0.35f; // unlikely on average
      }
    }
    List<TextBox> boxes = new TextMap(likely, 200, 100).boxes(10);
    assertThat(boxes).hasSize(1);
    assertThat(boxes.getFirst().y()).isCloseTo(44.5, within(0.1));
    assertThat(boxes.getFirst().height()).isGreaterThan(20);
    assertThat(new TextMap(new float[100], 10, 10).boxes(10)).isEmpty();
    float[] all = new float[1_000_000];
    java.util.Arrays.fill(all, 1);
    assertThat(new TextMap(all, 1_000, 1_000).boxes(10)).hasSize(1);
  }
}
