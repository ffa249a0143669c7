package org.postern.engine.pattern;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression of Perl's over octets: a character of the expression is an octet of the
/// text, as in the rules of SpamAssassin, which match UTF-8 octet for octet. Case is that of ASCII.
///
/// Immutable, thread-safe.
public final class PerlPattern {

  private static final int LONGEST = 1 << 20;

  private final String source;
  private final Node tree;
  private final boolean anyCase;
  private final Pattern pattern;
  private final int longest;
  private final Map<String, List<Integer>> named;

  private PerlPattern(
      String source,
      Node tree,
      boolean anyCase,
      Pattern pattern,
      Map<String, List<Integer>> named) {
    this.source = source;
    this.named = Map.copyOf(named);
    this.tree = tree;
    this.anyCase = anyCase;
    this.pattern = pattern;
    this.longest = Lengths.longest(tree);
  }

  /// Reads an expression without delimiters.
  ///
  /// @param source characters up to U+00FF, each an octet
  /// @param modifiers like `is`
  public static PerlPattern of(String source, String modifiers) throws PatternException {
    if (source.length() > LONGEST) {
      throw new PatternException("longer than " + LONGEST);
    }
    Flags flags = Flags.NONE;
    for (int i = 0; i < modifiers.length(); i++) {
      flags = flags.with(modifiers.charAt(i), true);
    }
    PerlReader reader = new PerlReader(source, flags);
    Node tree = reader.read();
    boolean anyCase = flags.i() || source.startsWith("(?i)");
    String java = Written.forJava(tree, anyCase);
    try {
      int how = Pattern.UNIX_LINES | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
      return new PerlPattern(source, tree, anyCase, Pattern.compile(java, how), reader.named());
    } catch (PatternSyntaxException wrong) {
      throw new PatternException(wrong.getDescription(), wrong);
    } catch (StackOverflowError deep) {
      throw new PatternException("nested too deep", deep);
    }
  }

  /// As it was written.
  public String source() {
    return source;
  }

  /// The numbers of the groups that have a name.
  public Map<String, List<Integer>> named() {
    return named;
  }

  /// A search over octets, in any number of windows.
  public Search search(byte[] octets, Steps steps) {
    return new Search(pattern, longest, octets, steps);
  }

  /// For the prefilter, with the flags `isCaseless` tells of: one expression, or where that would
  /// be longer than `most` characters and has alternatives, several of which one matches wherever
  /// this one does.
  List<String> prefilters(int most) {
    return Pieces.of(tree, anyCase, most);
  }

  boolean caseless() {
    return anyCase;
  }

  /// Texts in lower case of which one stands in every match; empty where none is known.
  List<byte[]> required() {
    return RequiredLiterals.of(tree);
  }

  @Override
  public String toString() {
    return source;
  }

  /// What came of a search in one window.
  public enum Outcome {
    FOUND,
    ABSENT,
    /// The expression looked at more octets than it may, or overflowed the stack.
    TOO_DEAR,
    /// The time was up, which need not be its own fault.
    LATE
  }

  /// One expression over one text. One thread.
  public static final class Search {
    /// Most matches are shorter, and nearly all.
    private static final int[] NEAR = {50, 200};

    private final OctetText text;
    private final Matcher matcher;
    private final int longest;

    private Search(Pattern pattern, int longest, byte[] octets, Steps steps) {
      this.text = new OctetText(octets, steps);
      this.longest = longest;
      this.matcher = pattern.matcher(text);
      // what stands before the place where a search begins still counts for \b and the like
      matcher.useAnchoringBounds(false).useTransparentBounds(true);
    }

    /// Looks at `[from, to)` as a text of its own.
    public Outcome in(int from, int to) {
      text.window(from, to);
      matcher.reset();
      return next();
    }

    /// Looks at `[from, to)` where it is known that no match ends before `end`.
    public Outcome in(int from, int to, int end) {
      text.window(from, to);
      matcher.reset();
      int start = Math.max(0, end - from - longest);
      if (start > 0) {
        matcher.region(Math.min(start, to - from), to - from);
      }
      return next();
    }

    /// The same where any match will do, not the first alone: the last part before `end` comes
    /// first, because a long text in front of it costs more than the match itself.
    public Outcome any(int from, int to, int end) {
      for (int near : NEAR) {
        int start = end - from - near;
        if (longest <= near || start <= 0 || end > to) {
          break;
        }
        text.window(from, to);
        matcher.reset();
        matcher.region(start, to - from);
        Outcome outcome = next();
        if (outcome != Outcome.ABSENT) {
          return outcome;
        }
      }
      return in(from, to, end);
    }

    /// The next match in the same window.
    public Outcome next() {
      try {
        return matcher.find() ? Outcome.FOUND : Outcome.ABSENT;
      } catch (Steps.Exhausted exhausted) {
        return exhausted.outcome();
      } catch (StackOverflowError deep) {
        return Outcome.TOO_DEAR;
      }
    }

    /// What a group of the last search took, its octets as characters; empty where it took no part.
    public Optional<String> group(int number) {
      return Optional.ofNullable(matcher.group(number));
    }

    /// What the last search found, as text.
    public String found() {
      byte[] octets = matcher.group().getBytes(StandardCharsets.ISO_8859_1);
      return new String(octets, StandardCharsets.UTF_8);
    }
  }
}
