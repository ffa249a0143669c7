package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Mailbox;

/// How the From field is written. Mail programs write it all alike; those who change the name with
/// every wave glue it together.
public final class AuthorShapeCheck implements Check {

  static final Symbol AUTHOR_STRAY_WORDS =
      symbol(
          "AUTHOR_STRAY_WORDS",
          2.5,
          "From holds words without an address beside the sender's mailbox");
  static final Symbol AUTHOR_NAME_GLUED =
      symbol("AUTHOR_NAME_GLUED", 0.8, "the sender's name runs into the bracket of the address");
  static final Symbol AUTHOR_NAME_DECORATED =
      symbol(
          "AUTHOR_NAME_DECORATED",
          1.2,
          "the sender's name stands between #, *, |, / or the like, or begins with one");
  static final Symbol AUTHOR_NAME_UNDERSCORES =
      symbol("AUTHOR_NAME_UNDERSCORES", 1, "underscores join the words of the sender's name");
  static final Symbol AUTHOR_NAME_CODE =
      symbol("AUTHOR_NAME_CODE", 1.2, "the sender's name ends with a long number");
  static final Symbol AUTHOR_NAME_EMOJI =
      symbol("AUTHOR_NAME_EMOJI", 0.5, "pictures in the sender's name");
  static final Symbol RAW_HEADER_TEXT =
      symbol(
          "RAW_HEADER_TEXT", 0.8, "letters beyond ASCII in Subject or From that are not encoded");

  private static final int LONGEST = 300;
  private static final Pattern DECORATED =
      Pattern.compile("^\\s*(?:[#*|/\\\\~=<>+^:]{1,3}|-{1,3}(?=\\w)).+");
  private static final Pattern UNDERSCORES =
      Pattern.compile("\\p{L}{2,}_+[\\p{L}\\d]{2,}|\\p{L}{2,}\\d*_{2,}");

  /// Fewer are no code.
  private static final int CODE_DIGITS = 6;

  private static final Pattern CODE =
      Pattern.compile("[^\\d\\s@.+][^\\d@.+]*[\\s:#.-]\\s*#?\\d{6,}\\W*$");
  private static final Pattern GLUED = Pattern.compile("[^\\s\"'>(,;]<[^<>\\s]+@[^<>\\s]+>\\s*$");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "author-shape";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        AUTHOR_STRAY_WORDS,
        AUTHOR_NAME_GLUED,
        AUTHOR_NAME_DECORATED,
        AUTHOR_NAME_UNDERSCORES,
        AUTHOR_NAME_CODE,
        AUTHOR_NAME_EMOJI,
        RAW_HEADER_TEXT);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> findings = new ArrayList<>();
    String written = mail.message().headers().value("From").orElse("");
    List<Mailbox> from = mail.header().from();
    if (stray(from)) {
      findings.add(AUTHOR_STRAY_WORDS.found(written));
    }
    if (written.length() <= LONGEST && written.indexOf('<') > 0 && GLUED.matcher(written).find()) {
      findings.add(AUTHOR_NAME_GLUED.found(written));
    }
    from.stream()
        .map(Mailbox::name)
        .filter(name -> !name.isBlank() && name.length() <= LONGEST)
        .findFirst()
        .ifPresent(name -> name(name, findings));
    raw(mail).ifPresent(findings::add);
    return findings;
  }

  /// Words that are no mailbox, in a field that has one.
  private static boolean stray(List<Mailbox> from) {
    boolean good = from.stream().anyMatch(Mailbox::plausible);
    return good && from.stream().anyMatch(mailbox -> mailbox.domain().isEmpty());
  }

  private static void name(String name, List<Finding> findings) {
    if (DECORATED.matcher(name).matches()) {
      findings.add(AUTHOR_NAME_DECORATED.found(name));
    }
    if (name.indexOf('_') >= 0 && name.indexOf('@') < 0 && UNDERSCORES.matcher(name).find()) {
      findings.add(AUTHOR_NAME_UNDERSCORES.found(name));
    }
    if (digits(name) >= CODE_DIGITS && CODE.matcher(name).find()) {
      findings.add(AUTHOR_NAME_CODE.found(name));
    }
    if (name.codePoints().anyMatch(AuthorShapeCheck::picture)) {
      findings.add(AUTHOR_NAME_EMOJI.found(name));
    }
  }

  private static int digits(String name) {
    int digits = 0;
    for (int i = 0; i < name.length(); i++) {
      digits += name.charAt(i) >= '0' && name.charAt(i) <= '9' ? 1 : 0;
    }
    return digits;
  }

  private static boolean picture(int c) {
    return (c >= 0x1f300 && c <= 0x1faff)
        || (c >= 0x2600 && c <= 0x27bf)
        || (c >= 0x2b00 && c <= 0x2bff);
  }

  private static Optional<Finding> raw(Case mail) {
    for (Field field : mail.message().headers().fields()) {
      String name = field.name();
      if ((name.equalsIgnoreCase("Subject") || name.equalsIgnoreCase("From"))
          && field.value().chars().anyMatch(c -> c >= 0xa0)) {
        return Optional.of(RAW_HEADER_TEXT.found(field.name() + ": " + field.value()));
      }
    }
    return Optional.empty();
  }
}
