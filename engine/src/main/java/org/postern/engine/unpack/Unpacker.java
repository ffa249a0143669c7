package org.postern.engine.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.postern.engine.unpack.Unpacked.Member;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// Opens every archive in every part of a message, in every reading of that part, and the archives
/// in them.
///
/// Thread-safe. Ends early with [InterruptedException] when its thread is interrupted.
public final class Unpacker {

  /// With the standard budgets.
  public static final Unpacker STANDARD = new Unpacker(UnpackLimits.STANDARD);

  private static final List<Format> FORMATS =
      List.of(
          new ZipFormat(),
          new GzipFormat(),
          new Bzip2Format(),
          new TarFormat(),
          new TnefFormat(),
          new CompoundFormat(),
          new ActiveMimeFormat(),
          new MessageFormat());

  private final UnpackLimits limits;

  public Unpacker(UnpackLimits limits) {
    this.limits = limits;
  }

  /// Unpacks all parts.
  public Unpacked unpack(Message message) throws InterruptedException {
    Walk walk = new Walk(new Budget(limits));
    for (Part part : message.parts()) {
      if (part.leaf()) {
        String name = part.names().isEmpty() ? part.contentType().name() : part.names().getFirst();
        for (byte[] content : part.contents()) {
          if (walk.outermost(name, content) && !isBase64(part)) {
            walk.otherReading(name, Bytes.withoutCarriageReturns(content));
          }
        }
      }
    }
    return walk.result();
  }

  /// Unpacks one file.
  public Unpacked unpack(String name, byte[] content) throws InterruptedException {
    Walk walk = new Walk(new Budget(limits));
    walk.outermost(name, content);
    return walk.result();
  }

  private static boolean isBase64(Part part) {
    return part.headers()
        .value("Content-Transfer-Encoding")
        .filter(value -> value.strip().equalsIgnoreCase("base64"))
        .isPresent();
  }

  private static final class Walk {
    private final Budget budget;
    private final List<Member> members = new ArrayList<>();
    private final List<Obstacle> obstacles = new ArrayList<>();
    private boolean exhausted;

    Walk(Budget budget) {
      this.budget = budget;
    }

    Unpacked result() {
      return members.isEmpty() && obstacles.isEmpty()
          ? Unpacked.NOTHING
          : new Unpacked(members, obstacles);
    }

    /// Opens a file; whether it is an archive.
    boolean outermost(String name, byte[] content) throws InterruptedException {
      try {
        budget.packed(content.length);
        return open(name, content, 1);
      } catch (Budget.Exceeded exceeded) {
        limit(name, exceeded);
        return true;
      }
    }

    /// Binary content that was not sent in base64 had its line feeds made CRLF on the way, and some
    /// clients make them line feeds again. Only what lies in this reading counts, not what is wrong
    /// with it.
    void otherReading(String name, byte[] content) throws InterruptedException {
      int known = obstacles.size();
      outermost(name, content);
      obstacles
          .subList(known, obstacles.size())
          .removeIf(obstacle -> obstacle instanceof Obstacle.Unreadable);
    }

    private void limit(String path, Budget.Exceeded exceeded) {
      if (!exhausted) {
        String why = exceeded.getMessage();
        obstacles.add(new Obstacle.Limit(path, why == null ? "a limit" : why));
      }
      exhausted = true;
    }

    /// Opens content that may be an archive; `depth` counts the archives including this one. Says
    /// whether it is one.
    private boolean open(String path, byte[] content, int depth)
        throws Budget.Exceeded, InterruptedException {
      boolean archive = false;
      for (Format format : FORMATS) {
        if (!format.matches(content)) {
          continue;
        }
        archive = true;
        if (depth > budget.depth()) {
          obstacles.add(new Obstacle.TooDeep(path));
          return true;
        }
        try {
          format.read(content, new Inside(path, depth));
        } catch (IOException | RuntimeException broken) {
          // RuntimeException: the library throws many kinds on damaged input
          obstacles.add(new Obstacle.Unreadable(path, broken.toString()));
        }
      }
      return archive;
    }

    private final class Inside implements Format.Sink {
      private final String path;
      private final int depth;

      Inside(String path, int depth) {
        this.path = path;
        this.depth = depth;
      }

      @Override
      public void member(String name, InputStream content)
          throws IOException, Budget.Exceeded, InterruptedException {
        String full = path + " / " + name;
        byte[] read = budget.read(content);
        members.add(new Member(full, depth, read));
        open(full, read, depth + 1);
      }

      @Override
      public void encrypted(String name) {
        obstacles.add(new Obstacle.Encrypted(path + " / " + name));
      }

      @Override
      public void unreadable(String name, String why) {
        obstacles.add(new Obstacle.Unreadable(path + " / " + name, why));
      }

      @Override
      public void cut(String what) {
        obstacles.add(new Obstacle.Limit(path, what));
      }
    }
  }
}
