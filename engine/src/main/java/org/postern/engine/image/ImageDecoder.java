package org.postern.engine.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.postern.engine.png.Png;
import org.postern.engine.svg.Svg;
import org.postern.engine.vp8l.Vp8l;

/// Decodes pictures to few pixels. Sizes are checked before anything is decoded, the claims of the
/// decoder included. Thread-safe.
final class ImageDecoder {

  /// A progressive JPEG of more scans only costs time.
  private static final int MOST_SCANS = 40;

  private static final int MOST_OF_WEBP = 2_000_000;
  private static final int MOST_OF_LOSSLESS = 4_000_000;

  private final PictureLimits limits;

  ImageDecoder(PictureLimits limits) {
    this.limits = limits;
  }

  /// A picture decoded, or why not.
  sealed interface Decoding {
    /// On white where it was transparent, RGB.
    record Done(BufferedImage image) implements Decoding {}

    record Refused(String why) implements Decoding {}
  }

  /// Decoded to shades of gray, or why not.
  sealed interface Shades {
    record Done(Gray gray) implements Shades {}

    record Refused(String why) implements Shades {}
  }

  /// @param late asked by the decoders that are ours whether to give up
  Decoding decode(byte[] octets, ImageHeader header, BooleanSupplier late) {
    String objection = objection(octets, header);
    if (!objection.isEmpty()) {
      return new Decoding.Refused(objection);
    }
    return switch (header.format()) {
      case PNG -> png(octets, header, late);
      case JPEG, GIF, BMP -> read(octets, header);
      case WEBP ->
          WebP.of(octets)
              .map(picture -> lossy(picture, octets, header, late))
              .orElse(new Decoding.Refused("damaged"));
      case WEBP_LOSSLESS ->
          WebP.of(octets)
              .map(picture -> lossless(picture, octets, late))
              .orElse(new Decoding.Refused("damaged"));
      case SVG -> drawn(octets, late);
    };
  }

  private static Decoding drawn(byte[] octets, BooleanSupplier late) {
    try {
      return switch (Svg.draw(octets, late)) {
        case Svg.Drawing.Done(BufferedImage image) -> new Decoding.Done(image);
        case Svg.Drawing.Refused(String why) -> new Decoding.Refused(why);
      };
    } catch (RuntimeException broken) {
      // what draws lines throws many kinds on strange ones
      return new Decoding.Refused("damaged: " + broken.getClass().getSimpleName());
    }
  }

  private Decoding png(byte[] octets, ImageHeader header, BooleanSupplier late) {
    return switch (Png.colours(octets, step(header.width(), header.height()), late)) {
      case Png.Decoding.Done<int[]>(int width, int height, int[] rgb) -> {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(rgb, 0, pixels, 0, rgb.length);
        yield new Decoding.Done(image);
      }
      case Png.Decoding.Refused<int[]>(String why) -> new Decoding.Refused(why);
    };
  }

  private Decoding lossy(WebP picture, byte[] octets, ImageHeader header, BooleanSupplier late) {
    Decoding decoding = read(picture.alone(octets), header);
    if (decoding instanceof Decoding.Done(BufferedImage image)
        && (long) image.getWidth() * image.getHeight() == header.area()) {
      picture.cover(octets, late).ifPresent(cover -> cover(image, cover));
    }
    return decoding;
  }

  private static Decoding lossless(WebP picture, byte[] octets, BooleanSupplier late) {
    return switch (picture.pixels(octets, MOST_OF_LOSSLESS, late)) {
      case Vp8l.Decoding.Done(int width, int height, int[] argb) -> {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < argb.length; i++) {
          pixels[i] = onWhite(argb[i], argb[i] >>> 24);
        }
        yield new Decoding.Done(image);
      }
      case Vp8l.Decoding.Refused(String why) -> new Decoding.Refused(why);
    };
  }

  /// Makes white what is not seen.
  private static void cover(BufferedImage image, byte[] seen) {
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = onWhite(pixels[i], seen[i] & 0xff);
    }
  }

  /// A colour of which so much is seen.
  private static int onWhite(int rgb, int seen) {
    int shown = 0;
    for (int shift = 0; shift < 24; shift += Byte.SIZE) {
      shown |= (255 - seen * (255 - (rgb >> shift & 0xff)) / 255) << shift;
    }
    return shown;
  }

  private Decoding read(byte[] file, ImageHeader header) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(header.format().reader);
    if (!readers.hasNext()) {
      return new Decoding.Refused("no reader for " + header.format());
    }
    ImageReader reader = readers.next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      return read(reader);
    } catch (IOException | RuntimeException broken) {
      // RuntimeException: the decoders throw many kinds on damaged input
      return new Decoding.Refused("damaged: " + broken.getClass().getSimpleName());
    } finally {
      reader.dispose();
    }
  }

  /// The same in shades of gray, which is all that a code needs, and quicker for most.
  Shades shades(byte[] octets, ImageHeader header, BooleanSupplier late) {
    if (header.format() == ImageHeader.Format.JPEG && objection(octets, header).isEmpty()) {
      Optional<Gray> stored = Luminance.of(octets, limits.pixels());
      if (stored.isPresent()) {
        return new Shades.Done(stored.get());
      }
    }
    if (header.format() == ImageHeader.Format.PNG && objection(octets, header).isEmpty()) {
      return switch (Png.luminance(octets, step(header.width(), header.height()), late)) {
        case Png.Decoding.Done<byte[]>(int width, int height, byte[] luminance) ->
            new Shades.Done(new Gray(width, height, luminance));
        case Png.Decoding.Refused<byte[]>(String why) -> new Shades.Refused(why);
      };
    }
    return switch (decode(octets, header, late)) {
      case Decoding.Done done -> new Shades.Done(Gray.of(done.image()));
      case Decoding.Refused refused -> new Shades.Refused(refused.why());
    };
  }

  private String objection(byte[] octets, ImageHeader header) {
    if (!header.sized()) {
      return "without a size";
    }
    if (octets.length > limits.octets()) {
      return octets.length + " octets";
    }
    if (header.area() > sourcePixels(header)) {
      return header.width() + " by " + header.height() + " pixels";
    }
    return header.scans() > MOST_SCANS ? header.scans() + " scans" : "";
  }

  /// The decoders of WebP hold the whole picture, and not only the lines wanted of it.
  private int sourcePixels(ImageHeader header) {
    return switch (header.format()) {
      case PNG, JPEG, GIF, BMP, SVG -> limits.sourcePixels();
      case WEBP -> MOST_OF_WEBP;
      case WEBP_LOSSLESS -> MOST_OF_LOSSLESS;
    };
  }

  private Decoding read(ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > limits.sourcePixels()) {
      return new Decoding.Refused(width + " by " + height + " pixels");
    }
    ImageReadParam param = reader.getDefaultReadParam();
    int step = step(width, height);
    param.setSourceSubsampling(step, step, 0, 0);
    param.setSourceRegion(new Rectangle(0, 0, width, height));
    return new Decoding.Done(onWhite(reader.read(0, param)));
  }

  /// Every which line and column is decoded.
  private int step(int width, int height) {
    int step = 1;
    while ((long) (width / step) * (height / step) > limits.pixels()) {
      step++;
    }
    return step;
  }

  static BufferedImage onWhite(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_INT_RGB) {
      return image;
    }
    BufferedImage rgb =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = rgb.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, rgb.getWidth(), rgb.getHeight());
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return rgb;
  }
}
