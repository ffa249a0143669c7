package org.postern.engine.checks.sender;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// A display name that shows another address than the message is from: `"ceo@bank.example"
/// <x@elsewhere.example>`.
public final class DisplayNameCheck implements Check {

  static final Symbol DISPLAY_NAME_ADDRESS =
      Symbol.scored(
          "DISPLAY_NAME_ADDRESS",
          Group.SENDER,
          2.5,
          Stage.PRELIMINARY,
          "the display name of From shows an address of another domain");

  private static final int LONGEST = 500;
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Mn}\\p{Cf}]+");
  private static final Pattern ADDRESS =
      Pattern.compile("[\\w.+-]{1,64}@([\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8})");

  @Override
  public String name() {
    return "display-name";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(DISPLAY_NAME_ADDRESS);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    // lists write `"name@example.org via list" <list@example.org>`
    if (mail.relations().listShown()) {
      return List.of();
    }
    for (Mailbox mailbox : mail.header().from()) {
      String display = UNSEEN.matcher(mailbox.name()).replaceAll("");
      if (display.indexOf('@') < 0 || display.length() > LONGEST) {
        continue;
      }
      Matcher matcher = ADDRESS.matcher(display);
      while (matcher.find()) {
        if (!Domains.related(matcher.group(1).toLowerCase(Locale.ROOT), mailbox.domain())) {
          return List.of(DISPLAY_NAME_ADDRESS.found(display + " <" + mailbox.address() + ">"));
        }
      }
    }
    return List.of();
  }
}
