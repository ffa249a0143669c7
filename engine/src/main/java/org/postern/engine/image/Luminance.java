package org.postern.engine.image;

import java.awt.Rectangle;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Decodes a JPEG to its luminance as it is stored, which is all that a code needs: colours, their
/// profiles above all, take twice as long as the rest. What [JpegLuminance] does not read, the
/// library does.
final class Luminance {

  private static final int FRAME_HEADER = 10;

  private Luminance() {}

  /// Empty where the luminance does not stand by itself: RGB, CMYK, and what ImageIO does not read.
  ///
  /// @param octets of a picture whose size was found to be acceptable
  /// @param pixels at most; of larger ones lines and columns are left out
  static Optional<Gray> of(byte[] octets, int pixels) {
    if (!first(octets)) {
      return Optional.empty();
    }
    Optional<Gray> plain = JpegLuminance.of(octets, pixels);
    return plain.isPresent() ? plain : ofLibrary(octets, pixels);
  }

  static Optional<Gray> ofLibrary(byte[] octets, int pixels) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (var in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(JpegSketch.of(octets)))) {
      reader.setInput(in, true, true);
      return Optional.of(read(reader, pixels));
    } catch (IOException | RuntimeException _) {
      // RuntimeException: the decoder throws many kinds; another way to read it will tell
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static Gray read(ImageReader reader, int pixels) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    int step = 1;
    while ((long) (width / step) * (height / step) > pixels) {
      step++;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    param.setSourceRegion(new Rectangle(0, 0, width, height));
    return gray(reader.readRaster(0, param));
  }

  private static Gray gray(Raster raster) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] shades = new byte[width * height];
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getParent() == null) {
      byte[] samples = buffer.getData();
      int pixel = model.getPixelStride();
      for (int y = 0; y < height; y++) {
        int from = y * model.getScanlineStride() + model.getBandOffsets()[0];
        for (int x = 0; x < width; x++) {
          shades[y * width + x] = samples[from + x * pixel];
        }
      }
    } else {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          shades[y * width + x] = (byte) raster.getSample(x, y, 0);
        }
      }
    }
    return new Gray(width, height, shades);
  }

  /// Whether the first component is luminance (ITU-T T.871; what Adobe's marker says otherwise).
  private static boolean first(byte[] octets) {
    boolean converted = true;
    int at = 2;
    while (at + FRAME_HEADER < octets.length && (octets[at] & 0xff) == 0xff) {
      int marker = octets[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      int length = (octets[at + 2] & 0xff) << 8 | (octets[at + 3] & 0xff);
      if (marker == 0xee && length >= 14 && at + 15 < octets.length && octets[at + 4] == 'A') {
        converted = octets[at + 15] != 0;
      }
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        int components = octets[at + 9];
        return components == 1 || (components == 3 && converted && octets[at + 10] != 'R');
      }
      if (marker == 0xda || length < 2) {
        return false;
      }
      at += 2 + length;
    }
    return false;
  }
}
