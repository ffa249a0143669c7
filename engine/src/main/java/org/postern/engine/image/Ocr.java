package org.postern.engine.image;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Reads text drawn in a picture with the two networks of PP-OCRv3: one finds lines, one reads
/// each. Latin and Chinese letters; some accents come out as plain letters.
///
/// One thread at a time, see [TextReader].
final class Ocr implements AutoCloseable {

  private static final String MODELS = "/models/";

  /// Larger pictures are made smaller before lines are looked for, small ones larger, up to twice.
  /// A million pixels cost the finder 200 MB of memory; lines of a page are found in a quarter of
  /// that.
  private static final double PIXELS = 250_000;

  /// Both sides of what the finder sees are multiples of this.
  private static final int CELL = 32;

  private static final int MOST_SIDE = 3_008;
  private static final int MOST_LINES = 40;

  /// When so many letters were read, from the top down, the rest is left: they tell what it is
  /// about, and each line costs as much as finding them all.
  static final int ENOUGH = 160;

  /// Of the picture of one line, as the reader wants it.
  private static final int LINE_HEIGHT = 48;

  /// Letters stand this much closer than they are drawn: the reader takes time by the width, and
  /// reads them as well.
  private static final double NARROWED = 0.8;

  private static final int LINE_MOST_WIDTH = 1_280;
  private static final int LINE_LEAST_WIDTH = 48;

  /// So many pixels of a line become one column of its answer.
  private static final int COLUMN = 8;

  /// A line is believed when its letters are at least so likely on average.
  private static final double SURE = 0.5;

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
  private static final float[] HALF = {0.5f, 0.5f, 0.5f};

  private final OrtEnvironment environment;
  private final OrtSession finder;
  private final OrtSession reader;
  private final String[] letters;
  private FloatBuffer pixels = buffer(3 * LINE_HEIGHT * LINE_MOST_WIDTH);
  private FloatBuffer answers = buffer(1);

  private Ocr(OrtEnvironment environment, OrtSession finder, OrtSession reader, String[] letters) {
    this.environment = environment;
    this.finder = finder;
    this.reader = reader;
    this.letters = letters;
  }

  /// Loads the native library and the networks: about a second, and 150 MB of memory.
  ///
  /// @throws UnsatisfiedLinkError where there is no native library for this machine
  static Ocr load() throws IOException, OrtException {
    OrtEnvironment environment = OcrLibrary.start();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setCPUArenaAllocator(false); // every picture has another size: an arena only grows
      options.setMemoryPatternOptimization(false);
      OrtSession finder =
          environment.createSession(resource("ch_PP-OCRv3_det_infer.onnx"), options);
      OrtSession reader =
          environment.createSession(resource("ch_PP-OCRv3_rec_infer.onnx"), options);
      return new Ocr(environment, finder, reader, letters());
    }
  }

  /// Index 0 is "no letter", the last is the blank, as the network was taught.
  private static String[] letters() throws IOException {
    List<String> all = new ArrayList<>();
    all.add("");
    new String(resource("ppocr_keys_v1.txt"), StandardCharsets.UTF_8).lines().forEach(all::add);
    all.add(" ");
    return all.toArray(String[]::new);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Ocr.class.getResourceAsStream(MODELS + name)) {
      if (in == null) {
        throw new IOException("no " + MODELS + name);
      }
      return in.readAllBytes();
    }
  }

  /// What came of one picture: its lines, and whether there was time for all, or for enough.
  record Lines(List<String> lines, boolean complete) {
    Lines {
      lines = List.copyOf(lines);
    }
  }

  /// Reads the lines from the top down, as long as it may and until there are enough.
  Lines read(BufferedImage image, BooleanSupplier late) throws OrtException {
    try {
      return lines(image, late);
    } finally {
      OcrLibrary.release();
    }
  }

  private Lines lines(BufferedImage image, BooleanSupplier late) throws OrtException {
    List<String> lines = new ArrayList<>();
    int letters = 0;
    for (TextBox box : TextBox.inOrder(find(image))) {
      if (letters >= ENOUGH) {
        break;
      }
      if (late.getAsBoolean()) {
        return new Lines(lines, false);
      }
      String line = line(image, box);
      if (!line.isBlank()) {
        lines.add(line.strip());
        letters += (int) line.codePoints().filter(Character::isLetter).count();
      }
    }
    return new Lines(lines, true);
  }

  private List<TextBox> find(BufferedImage image) throws OrtException {
    double area = (double) image.getWidth() * image.getHeight();
    double scale = Math.min(2, Math.sqrt(PIXELS / area));
    int width = cells(image.getWidth() * scale);
    int height = cells(image.getHeight() * scale);
    BufferedImage scaled =
        drawn(
            image,
            width,
            height,
            AffineTransform.getScaleInstance(
                (double) width / image.getWidth(), (double) height / image.getHeight()));
    FloatBuffer answer = run(finder, scaled, MEAN, DEVIATION, new long[] {1, 1, height, width});
    float[] likely = new float[answer.remaining()];
    answer.get(likely);
    return new TextMap(likely, width, height)
        .boxes(MOST_LINES).stream()
            .map(box ->
                box.scaled((double) image.getWidth() / width, (double) image.getHeight() / height))
            .toList();
  }

  private static int cells(double side) {
    return Math.clamp(Math.round(side / CELL), 1, MOST_SIDE / CELL) * CELL;
  }

  private String line(BufferedImage image, TextBox box) throws OrtException {
    double wide = LINE_HEIGHT * box.width() / box.height();
    int columns = (int) Math.ceil(NARROWED * wide / COLUMN);
    int width = Math.clamp((long) columns * COLUMN, LINE_LEAST_WIDTH, LINE_MOST_WIDTH);
    AffineTransform place = box.to(LINE_HEIGHT);
    place.preConcatenate(AffineTransform.getScaleInstance(Math.min(NARROWED, width / wide), 1));
    long[] shape = {1, width / COLUMN, letters.length};
    return decoded(run(reader, drawn(image, width, LINE_HEIGHT, place), HALF, HALF, shape));
  }

  /// The likeliest letter of each column, those that repeat taken once.
  private String decoded(FloatBuffer likely) {
    StringBuilder text = new StringBuilder();
    int before = 0;
    double sum = 0;
    int count = 0;
    for (int column = 0; column < likely.limit() / letters.length; column++) {
      int best = 0;
      int from = column * letters.length;
      float most = likely.get(from);
      for (int i = 1; i < letters.length; i++) {
        float here = likely.get(from + i);
        if (here > most) {
          best = i;
          most = here;
        }
      }
      if (best != 0 && best != before) {
        text.append(letters[best]);
        sum += most;
        count++;
      }
      before = best;
    }
    return count > 0 && sum / count >= SURE ? text.toString() : "";
  }

  /// Part of a picture, moved and stretched; white where there is nothing.
  private static BufferedImage drawn(
      BufferedImage image, int width, int height, AffineTransform place) {
    BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = part.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, place, null);
    graphics.dispose();
    return part;
  }

  /// What a network answers, which lies where the next answer will: an array for each line would
  /// fill the heap.
  private FloatBuffer run(
      OrtSession session, BufferedImage image, float[] mean, float[] deviation, long[] answer)
      throws OrtException {
    int size = image.getWidth() * image.getHeight();
    pixels = ofSize(pixels, 3 * size);
    answers = ofSize(answers, (int) Arrays.stream(answer).reduce(1, Math::multiplyExact));
    int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < size; i++) {
      // blue first: the networks were taught so
      for (int channel = 0; channel < 3; channel++) {
        float value = (rgb[i] >> (8 * channel) & 0xff) / 255f;
        pixels.put(channel * size + i, (value - mean[channel]) / deviation[channel]);
      }
    }
    long[] shape = {1, 3, image.getHeight(), image.getWidth()};
    String input = session.getInputNames().iterator().next();
    String output = session.getOutputNames().iterator().next();
    try (OnnxTensor in = OnnxTensor.createTensor(environment, pixels, shape);
        OnnxTensor out = OnnxTensor.createTensor(environment, answers, answer);
        OrtSession.Result _ = session.run(Map.of(input, in), Map.of(output, out))) {
      return answers;
    }
  }

  /// A buffer of that many floats, the same one where it has room.
  private static FloatBuffer ofSize(FloatBuffer buffer, int floats) {
    FloatBuffer large = buffer.capacity() < floats ? buffer(floats) : buffer;
    return large.clear().limit(floats);
  }

  private static FloatBuffer buffer(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Override
  public void close() throws OrtException {
    finder.close();
    reader.close();
  }
}
