package org.postern.engine.checks.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.unpack.Needle;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Part;

/// The Generic Test for Unsolicited Bulk Email, in any text of the message: what a filter must call
/// spam so that its owner sees it work.
public final class GtubeCheck implements Check {

  /// In two pieces, so that no filter refuses this file.
  private static final String TEXT =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  /// Octets of text that are read as a reader sees them: test messages are short.
  private static final int MOST_READ = 200_000;

  private static final Needle OCTETS = new Needle(TEXT.getBytes(StandardCharsets.US_ASCII));

  static final Symbol GTUBE =
      Symbol.certain(
          "GTUBE",
          Group.TEST,
          Category.CONFIRMED_SPAM,
          Stage.PRELIMINARY,
          "the test text for spam filters");

  @Override
  public String name() {
    return "gtube";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(GTUBE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    int octets = 0;
    for (Part part : mail.message().parts()) {
      if (!part.leaf() || !part.contentType().type().equals("text")) {
        continue;
      }
      octets += part.content().length;
      for (byte[] content : part.contents()) {
        if (OCTETS.isIn(content)) {
          return List.of(GTUBE.found("the GTUBE text in " + part.contentType().name()));
        }
      }
    }
    // a sender waits, and to read a large page takes seconds on a busy machine
    if (octets <= MOST_READ && mail.content().visible().contains(TEXT)) {
      return List.of(GTUBE.found("the GTUBE text as a reader sees it"));
    }
    return List.of();
  }
}
