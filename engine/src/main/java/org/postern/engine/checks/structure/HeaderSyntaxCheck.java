package org.postern.engine.checks.structure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;

/// Fields whose content is not what RFC 5322 says, and a date that is not now.
public final class HeaderSyntaxCheck implements Check {

  static final Symbol FROM_SYNTAX =
      symbol("FROM_SYNTAX", 1.5, "a From field in which no address can be found");
  static final Symbol DATE_SYNTAX = symbol("DATE_SYNTAX", 1, "a Date field that is not a date");
  static final Symbol DATE_IN_FUTURE =
      symbol("DATE_IN_FUTURE", 1.5, "dated more than a day after it was received");
  static final Symbol MESSAGE_ID_SYNTAX =
      symbol("MESSAGE_ID_SYNTAX", 0.7, "a Message-ID without the form <left@right>");
  static final Symbol HEADER_OCTETS =
      symbol("HEADER_OCTETS", 0.5, "raw octets in Subject or From that are not UTF-8 or controls");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.STRUCTURE, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "header-syntax";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(FROM_SYNTAX, DATE_SYNTAX, DATE_IN_FUTURE, MESSAGE_ID_SYNTAX, HEADER_OCTETS);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Headers headers = mail.message().headers();
    List<Finding> findings = new ArrayList<>();
    String from = headers.value("From").orElse("");
    if (!from.isBlank() && mail.header().from().stream().noneMatch(Mailbox::plausible)) {
      findings.add(FROM_SYNTAX.found(from));
    }
    headers.value("Date").ifPresent(date -> date(mail, date.strip(), findings));
    String id = headers.value("Message-ID").orElse("").strip();
    if (!id.isEmpty() && !isMessageId(id)) {
      findings.add(MESSAGE_ID_SYNTAX.found(id));
    }
    for (Field field : headers.fields()) {
      boolean shown =
          field.name().equalsIgnoreCase("Subject") || field.name().equalsIgnoreCase("From");
      if (shown && hasControls(field.value())) {
        findings.add(HEADER_OCTETS.found(field.name() + ": " + field.value()));
        break;
      }
    }
    return findings;
  }

  private static void date(Case mail, String date, List<Finding> findings) {
    if (date.isEmpty()) {
      return;
    }
    Optional<Instant> instant = DateTime.parse(date).map(found -> found.time().toInstant());
    if (instant.isEmpty()) {
      findings.add(DATE_SYNTAX.found(date));
    } else if (instant.get().isAfter(mail.envelope().received().plus(Duration.ofDays(1)))) {
      findings.add(DATE_IN_FUTURE.found(date));
    }
  }

  private static boolean isMessageId(String id) {
    int at = id.lastIndexOf('@');
    return id.startsWith("<") && id.endsWith(">") && at > 1 && at < id.length() - 2;
  }

  private static boolean hasControls(String value) {
    return value.chars().anyMatch(c -> (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0));
  }
}
