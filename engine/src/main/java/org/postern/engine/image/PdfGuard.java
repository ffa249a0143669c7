package org.postern.engine.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.filter.FilterFactory;

/// Says whether a PDF file may be given to the library, which unpacks streams in memory without a
/// bound: every place where a stream could begin is unpacked here first, into nothing, and what
/// cannot be bounded that way is refused. One file, one thread.
final class PdfGuard {

  /// Of all streams that are not pictures, and of each picture: a page scanned at 300 dpi is 26 MB.
  private static final int MOST_PLAIN = 32 << 20;

  private static final int MOST_PICTURE = 64 << 20;
  private static final int MOST_ALL = 160 << 20;
  private static final int MOST_ENCRYPTED = 128 << 10;

  /// Of all streams together: LZW and run lengths unpack to at most about 1,400 times their size.
  private static final int MOST_LZW = 16 << 10;

  /// Arrays, dictionaries and strings that begin, in the file and in all streams that are not
  /// pictures: the library makes an object of each, of a hundred octets and more.
  private static final int MOST_OBJECTS = 1_500_000;

  /// To take off the armour of ASCII costs so much more than to inflate.
  private static final int ARMOUR = 4;

  /// So seldom is the time looked at in it, in octets; a power of two less one.
  private static final int WATCHED = (1 << 14) - 1;

  private static final int MOST_STREAMS = 20_000;
  private static final int LOOK_BACK = 4_096;

  private static final Word STREAM = new Word("stream");
  private static final Word END = new Word("endstream");
  private static final Word ENCRYPT = new Word("/Encrypt");
  private static final Pattern FILTER =
      Pattern.compile(
          "/(?:Filter|F)\\s*(\\[[^\\]]{0,400}\\]|/\\w{1,40}|\\d{1,9}\\s+\\d{1,5}\\s+R)");
  private static final Pattern NAME = Pattern.compile("/(\\w{1,40})");

  private final byte[] pdf;
  private final BooleanSupplier late;
  private final byte[] sink = new byte[64 << 10];
  private int end;
  private long plain;
  private long all;
  private long objects;
  private int lzw;

  /// @param late asked often
  PdfGuard(byte[] pdf, BooleanSupplier late) {
    this.pdf = pdf;
    this.late = late;
  }

  /// Why the file may not be opened; empty where it may.
  Optional<String> objection() {
    try {
      if (pdf.length > MOST_ENCRYPTED && ENCRYPT.in(pdf, 0) >= 0) {
        return Optional.of("encrypted and larger than " + MOST_ENCRYPTED + " octets");
      }
      count(pdf, pdf.length);
      int streams = 0;
      int at = 0;
      while ((at = STREAM.in(pdf, at)) >= 0) {
        int start = at + STREAM.octets.length;
        if (begins(at) && ++streams > MOST_STREAMS) {
          return Optional.of("more than " + MOST_STREAMS + " streams");
        }
        if (begins(at)) {
          inTime();
          check(at, pdf[start] == '\r' && pdf[start + 1] == '\n' ? start + 2 : start + 1);
        }
        at = start;
      }
      return Optional.empty();
    } catch (Exceeded exceeded) {
      return Optional.of(String.valueOf(exceeded.getMessage()));
    }
  }

  /// Whether the word at this place opens a stream: a line end follows, and it is not `endstream`.
  private boolean begins(int at) {
    int next = at + STREAM.octets.length;
    if (next + 1 >= pdf.length || (pdf[next] != '\r' && pdf[next] != '\n' && pdf[next] != ' ')) {
      return false;
    }
    return at < 3 || pdf[at - 1] != 'd' || pdf[at - 2] != 'n' || pdf[at - 3] != 'e';
  }

  private void check(int keyword, int body) throws Exceeded {
    String dictionary = dictionary(keyword);
    List<String> filters = filters(dictionary);
    boolean picture =
        dictionary.contains("/Image")
            && !dictionary.contains("/ObjStm")
            && !dictionary.contains("/XRef");
    byte[] packed = pdf;
    int from = body;
    int to = end(body);
    for (String filter : filters) {
      switch (filter) {
        case "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx" -> {
          packed = unarmoured(filter, packed, from, to);
          from = 0;
          to = packed.length;
        }
        case "LZWDecode", "LZW", "RunLengthDecode", "RL" -> {
          lzw += end(body) - body;
          if (lzw > MOST_LZW) {
            throw new Exceeded("a large stream packed with " + filter);
          }
        }
        case "FlateDecode", "Fl" -> inflate(packed, from, picture);
        default -> {} // pictures are decoded by size, see PdfDrawing
      }
    }
    if (filters.stream().filter(PdfGuard::unpacks).count() > 1) {
      throw new Exceeded("a stream packed twice");
    }
    if (!filters.contains("FlateDecode")) {
      inflate(pdf, body, picture); // whatever the dictionary says
    }
  }

  private static boolean unpacks(String filter) {
    return switch (filter) {
      case "FlateDecode", "Fl", "LZWDecode", "LZW", "RunLengthDecode", "RL" -> true;
      default -> false;
    };
  }

  /// What stands between `obj` and `stream`.
  private String dictionary(int keyword) throws Exceeded {
    int from = Math.max(0, keyword - LOOK_BACK);
    String before = new String(pdf, from, keyword - from, StandardCharsets.ISO_8859_1);
    int object = before.lastIndexOf("obj");
    String dictionary = object < 0 ? before : before.substring(object + 3);
    if (!dictionary.contains("<<")) {
      return ""; // the word stands in text, or in packed octets
    }
    if (dictionary.indexOf('%') >= 0 || dictionary.indexOf('#') >= 0) {
      throw new Exceeded("a dictionary that hides its names");
    }
    return dictionary;
  }

  private static List<String> filters(String dictionary) throws Exceeded {
    List<String> filters = new ArrayList<>();
    Matcher matcher = FILTER.matcher(dictionary);
    while (matcher.find()) {
      if (Character.isDigit(matcher.group(1).charAt(0))) {
        throw new Exceeded("a stream that names its filters elsewhere");
      }
      Matcher names = NAME.matcher(matcher.group(1));
      while (names.find()) {
        filters.add(names.group(1));
      }
    }
    return filters;
  }

  /// Up to the next `endstream`; the place is kept, so that all streams together cost one pass.
  private int end(int body) {
    if (end < body) {
      int found = END.in(pdf, body);
      end = found < 0 ? pdf.length : found;
    }
    return end;
  }

  /// Without the armour of ASCII, which only makes shorter.
  private byte[] unarmoured(String filter, byte[] packed, int from, int to) throws Exceeded {
    // what is read counts too: blanks unpack to nothing, and many streams can share one end
    all += (long) ARMOUR * (to - from);
    within(all, MOST_ALL);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest =
        filter.startsWith("ASCII85") || filter.equals("A85") ? plain(packed, from, to, out) : from;
    try (var in = watched(packed, rest, to)) {
      FilterFactory.INSTANCE.getFilter(filter).decode(in, bounded(out), new COSDictionary(), 0);
    } catch (IOException _) {
      inTime();
      return out.toByteArray(); // as far as it went, as the library does it
    }
    inTime();
    all += out.size();
    within(all, MOST_ALL);
    return out.toByteArray();
  }

  /// Takes groups of ASCII85 as long as nothing is odd about them, which the library does slowly;
  /// where it stopped, before a group.
  private int plain(byte[] packed, int from, int to, ByteArrayOutputStream out) throws Exceeded {
    int next = from;
    int filled = 0;
    while (next < to) {
      int start = next;
      long group = 0;
      int letters = 0;
      while (letters < 5 && next < to) {
        int c = packed[next++];
        if (c >= '!' && c <= 'u') {
          group = 85 * group + c - '!';
          letters++;
        } else if (c == 'z' && letters == 0) {
          letters = 5;
        } else if (c != '\n' && c != '\r' && c != ' ') {
          next = to;
        }
      }
      if (letters < 5) {
        out.write(sink, 0, filled);
        return start;
      }
      sink[filled++] = (byte) (group >> 24);
      sink[filled++] = (byte) (group >> 16);
      sink[filled++] = (byte) (group >> 8);
      sink[filled++] = (byte) group;
      if (filled > WATCHED) {
        inTime();
        out.write(sink, 0, filled);
        filled = 0;
      }
    }
    out.write(sink, 0, filled);
    return to;
  }

  /// Ends when time is up: blanks come and nothing goes.
  private InputStream watched(byte[] packed, int from, int to) {
    return new ByteArrayInputStream(packed, from, to - from) {
      @Override
      public synchronized int read() {
        // the library takes one octet after the other
        return (pos & WATCHED) == 0 && late.getAsBoolean() ? -1 : super.read();
      }

      @Override
      public synchronized int read(byte[] octets, int at, int length) {
        return late.getAsBoolean() ? -1 : super.read(octets, at, length);
      }
    };
  }

  private void inTime() throws Exceeded {
    if (late.getAsBoolean()) {
      throw new Exceeded("takes too long");
    }
  }

  /// ASCII85 has a letter for four zeros, so it can grow.
  private OutputStream bounded(ByteArrayOutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        if (out.size() > 4 * pdf.length) {
          throw new IOException("grows");
        }
        out.write(b);
      }

      @Override
      public void write(byte[] octets, int from, int length) throws IOException {
        if (out.size() > 4 * pdf.length) {
          throw new IOException("grows");
        }
        out.write(octets, from, length);
      }
    };
  }

  /// Unpacks into nothing. The library skips two octets unseen and takes the rest as they come.
  private void inflate(byte[] packed, int from, boolean picture) throws Exceeded {
    if (from + 2 >= packed.length) {
      return;
    }
    Inflater inflater = new Inflater(true);
    long mine = 0;
    try {
      inflater.setInput(packed, from + 2, packed.length - from - 2);
      int n;
      while ((n = inflater.inflate(sink)) > 0) {
        inTime();
        mine += n;
        all += n;
        plain += picture ? 0 : n;
        if (!picture) {
          count(sink, n);
        }
        within(plain, MOST_PLAIN);
        within(mine, MOST_PICTURE);
        within(all, MOST_ALL);
      }
    } catch (DataFormatException _) {
      // not packed that way, or damaged: it was counted as far as it went
    } finally {
      all += inflater.getBytesRead();
      inflater.end();
    }
    within(all, MOST_ALL);
  }

  private void count(byte[] octets, int length) throws Exceeded {
    int begin = 0;
    for (int i = 0; i < length; i++) {
      byte c = octets[i];
      begin += c == '[' || c == '(' || c == '<' ? 1 : 0;
    }
    objects += begin;
    if (objects > MOST_OBJECTS) {
      throw new Exceeded("more than " + MOST_OBJECTS + " objects");
    }
  }

  private static void within(long octets, int most) throws Exceeded {
    if (octets > most) {
      throw new Exceeded("unpacks to more than " + (most >> 20) + " MB");
    }
  }

  /// A word to look for, by the method of Horspool: most octets are jumped over.
  private static final class Word {
    private final byte[] octets;
    private final int[] jumps = new int[256];

    Word(String word) {
      octets = word.getBytes(StandardCharsets.US_ASCII);
      Arrays.fill(jumps, octets.length);
      for (int i = 0; i + 1 < octets.length; i++) {
        jumps[octets[i]] = octets.length - 1 - i;
      }
    }

    /// Where it stands next; -1 nowhere.
    int in(byte[] file, int from) {
      int last = octets.length - 1;
      for (int i = from + last; i < file.length; i += jumps[file[i] & 0xff]) {
        int j = 0;
        while (j <= last && file[i - last + j] == octets[j]) {
          j++;
        }
        if (j > last) {
          return i - last;
        }
      }
      return -1;
    }
  }

  /// The file would unpack beyond a bound.
  private static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1;

    Exceeded(String what) {
      super(what);
    }
  }
}
