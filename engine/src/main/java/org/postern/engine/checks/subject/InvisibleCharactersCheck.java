package org.postern.engine.checks.subject;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Part;

/// Characters nobody sees in what everybody reads: subject, sender's name, names of attachments.
/// They break words apart for filters or turn the direction of the text (`fdp.exe` for `exe.pdf`).
public final class InvisibleCharactersCheck implements Check {

  static final Symbol INVISIBLE_CHARACTERS =
      Symbol.scored(
          "INVISIBLE_CHARACTERS",
          Group.SENDER,
          2,
          Stage.PRELIMINARY,
          "characters of no width inside a word of the subject or the sender's name");
  static final Symbol BIDI_OVERRIDE =
      Symbol.scored(
          "BIDI_OVERRIDE",
          Group.SENDER,
          3,
          Stage.PRELIMINARY,
          "the direction of text is overridden in subject, sender's name or an attachment's name");

  @Override
  public String name() {
    return "invisible-characters";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(INVISIBLE_CHARACTERS, BIDI_OVERRIDE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<String> unseen = new ArrayList<>();
    List<String> turned = new ArrayList<>();
    look("subject", mail.header().subject(), unseen, turned);
    for (Mailbox mailbox : mail.header().from()) {
      look("sender", mailbox.name(), unseen, turned);
    }
    // not `content().attachments()`: a sender waits, and to read a large page takes seconds
    for (Part part : mail.message().parts()) {
      if (part.leaf() && part.attachment()) {
        part.names().forEach(name -> look("attachment", name, new ArrayList<>(), turned));
      }
    }
    List<Finding> findings = new ArrayList<>();
    if (!unseen.isEmpty()) {
      findings.add(INVISIBLE_CHARACTERS.found(1, unseen));
    }
    if (!turned.isEmpty()) {
      findings.add(BIDI_OVERRIDE.found(1, turned));
    }
    return findings;
  }

  private static void look(String where, String text, List<String> unseen, List<String> turned) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\u202d' || c == '\u202e') {
        turned.add(where + ": " + text);
        return;
      }
      // between Latin letters only: other scripts and emoji join with these characters
      boolean noWidth = c == '\u00ad' || (c >= '\u200b' && c <= '\u200d') || c == '\u2060';
      if ((noWidth || c == '\ufeff') && isLatin(text, i - 1) && isLatin(text, i + 1)) {
        unseen.add(where + ": " + text);
        return;
      }
    }
  }

  private static boolean isLatin(String text, int at) {
    return at >= 0
        && at < text.length()
        && Character.UnicodeScript.of(text.charAt(at)) == Character.UnicodeScript.LATIN;
  }
}
