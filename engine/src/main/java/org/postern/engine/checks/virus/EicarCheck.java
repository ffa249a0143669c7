package org.postern.engine.checks.virus;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.unpack.Needle;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Part;

/// The EICAR test file, in any reading of any part and in archives: what a virus scanner must find
/// so that its owner sees it work.
public final class EicarCheck implements Check {

  /// In two pieces, so that no scanner takes this file away.
  private static final Needle OCTETS =
      new Needle(
          ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
              .getBytes(StandardCharsets.US_ASCII));

  static final Symbol EICAR =
      Symbol.certain(
          "EICAR",
          Group.VIRUS,
          Category.CONFIRMED_VIRUS,
          Stage.ACTIVE,
          "the test file for virus scanners");

  @Override
  public String name() {
    return "eicar";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(EICAR);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    for (Part part : mail.message().parts()) {
      if (!part.leaf()) {
        continue;
      }
      for (byte[] content : part.contents()) {
        if (OCTETS.isIn(content)) {
          return List.of(EICAR.found("in " + shown(part)));
        }
      }
    }
    for (Unpacked.Member member : mail.unpacked().members()) {
      if (OCTETS.isIn(member.content())) {
        return List.of(EICAR.found("in " + member.path()));
      }
    }
    return List.of();
  }

  private static String shown(Part part) {
    return part.names().isEmpty() ? part.contentType().name() : part.names().getFirst();
  }
}
