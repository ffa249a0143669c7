package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.engine.unpack.CompoundFile.Entry;

/// What was put as a file into a compound file: packaged objects (`Ole10Native`), documents in
/// documents, objects of presentations (MS-PPT section 2.10.34), attachments of Outlook messages
/// (MS-OXMSG section 2.2.2). A compound file without any of these is no archive.
final class CompoundFormat implements Format {

  private static final String NATIVE = "\u0001Ole10Native";
  private static final List<String> OBJECTS = List.of("Package", "CONTENTS");
  private static final String SLIDES = "PowerPoint Document";

  // MS-OXPROPS: content, long and short name, the shown name; the last four digits are the type
  private static final String ATTACHED = "__substg1.0_37010102";
  private static final List<String> NAMES =
      List.of("__substg1.0_3707", "__substg1.0_3704", "__substg1.0_3001");
  private static final int OBJECT_STORAGE = 0x1011;
  private static final int LONGEST_NAME = 1_024;

  @Override
  public boolean matches(byte[] content) {
    if (!CompoundFile.is(content)) {
      return false;
    }
    try {
      return CompoundFile.open(content).entries().stream().anyMatch(CompoundFormat::holds);
    } catch (IOException _) {
      return false; // told by whoever reads documents
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean holds(Entry entry) {
    return entry.stream()
        && (entry.name().equalsIgnoreCase(NATIVE)
            || entry.name().equalsIgnoreCase(SLIDES)
            || entry.name().equals(ATTACHED)
            || OBJECTS.contains(entry.name()));
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    CompoundFile file = CompoundFile.open(content);
    Map<String, List<Entry>> attachments = attachments(file);
    for (Entry entry : file.entries()) {
      if (!holds(entry)) {
        continue;
      }
      byte[] stream = file.read(entry);
      if (entry.name().equalsIgnoreCase(NATIVE)) {
        packaged(stream, sink);
      } else if (entry.name().equalsIgnoreCase(SLIDES)) {
        objects(stream, sink);
      } else if (entry.name().equals(ATTACHED)) {
        List<String> names = new ArrayList<>();
        for (Entry named : attachments.getOrDefault(entry.path(), List.of())) {
          names.add(text(file.read(named), named.name().endsWith("001F")));
        }
        handOut(names, "attachment", stream, sink);
      } else {
        member(entry.name().toLowerCase(Locale.ROOT), stream, sink);
      }
    }
  }

  /// The streams with names of attachments, by the folder they lie in.
  private static Map<String, List<Entry>> attachments(CompoundFile file) {
    Map<String, List<Entry>> all = new HashMap<>();
    for (String start : NAMES) {
      for (Entry entry : file.entries()) {
        if (entry.stream() && entry.name().startsWith(start) && entry.size() <= LONGEST_NAME) {
          all.computeIfAbsent(entry.path(), _ -> new ArrayList<>()).add(entry);
        }
      }
    }
    return all;
  }

  private static void member(String name, byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    sink.member(name, new ByteArrayInputStream(content));
  }

  /// Under each name that ends differently: programs differ in the name that they go by.
  private static void handOut(List<String> names, String otherwise, byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    List<String> endings = new ArrayList<>();
    for (String name : names) {
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (!name.isBlank() && !endings.contains(ending)) {
        endings.add(ending);
        member(name, content, sink);
      }
    }
    if (endings.isEmpty()) {
      member(otherwise, content, sink);
    }
  }

  /// A packaged file: its size, then label, path and temporary path with a zero at their ends, then
  /// the content after its own size. Where that does not hold, all of it is handed out.
  private static void packaged(byte[] stream, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    if (stream.length < 10) {
      return;
    }
    if (in.getShort(4) == 2) {
      in.position(6);
      String label = ended(in);
      String path = ended(in);
      if (in.remaining() >= 8) {
        int temporary = in.getInt(in.position() + 4);
        in.position(in.position() + 8);
        if (temporary >= 0 && temporary <= in.remaining() - 4) {
          String third = text(take(in, temporary), false);
          int size = in.getInt();
          byte[] content = take(in, size < 0 ? in.remaining() : Math.min(size, in.remaining()));
          handOut(List.of(last(label), last(path), last(third)), "object", content, sink);
          return;
        }
      }
    }
    member("object", java.util.Arrays.copyOfRange(stream, 4, stream.length), sink);
  }

  private static String ended(ByteBuffer in) {
    int start = in.position();
    while (in.hasRemaining() && in.get() != 0) {
      // up to the zero
    }
    int length = Math.clamp((long) in.position() - start - 1, 0, LONGEST_NAME);
    byte[] ended = new byte[length];
    in.get(start, ended);
    return new String(ended, StandardCharsets.ISO_8859_1);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] taken = new byte[length];
    in.get(taken);
    return taken;
  }

  private static String text(byte[] octets, boolean wide) {
    Charset charset = wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1;
    String all = new String(octets, charset);
    int end = all.indexOf(0);
    return (end < 0 ? all : all.substring(0, end)).strip();
  }

  private static String last(String path) {
    return path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
  }

  /// The objects of a presentation, each a compound file, mostly compressed.
  private static void objects(byte[] stream, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int number = 0;
    for (SlideAtom atom : SlideAtom.of(ByteBuffer.wrap(stream))) {
      if (atom.type() != OBJECT_STORAGE || atom.length() <= 4) {
        continue;
      }
      String name = "object" + ++number + ".bin";
      boolean packed = atom.instance() == 1;
      int skipped = packed ? 4 : 0;
      ByteArrayInputStream object =
          new ByteArrayInputStream(stream, atom.start() + skipped, atom.length() - skipped);
      try {
        sink.member(name, packed ? new Deflated(object) : object);
      } catch (java.util.zip.ZipException damaged) {
        sink.unreadable(name, String.valueOf(damaged.getMessage()));
      }
    }
  }
}
