package org.postern.engine.checks.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.image.PdfFacts;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// PDF files that are made to be clicked, or that run programs.
public final class DocumentCheck implements Check {

  static final Symbol PDF_LINK_ONLY =
      Symbol.scored(
          "PDF_LINK_ONLY",
          Group.CONTENT,
          2,
          Stage.ACTIVE,
          "a PDF file of a page or two with little text and a link that has nothing to do with the sender");
  static final Symbol PDF_JAVASCRIPT =
      Symbol.scored(
          "PDF_JAVASCRIPT", Group.VIRUS, 1.5, Stage.ACTIVE, "a PDF file with a program in it");
  static final Symbol PDF_LAUNCH =
      Symbol.scored(
          "PDF_LAUNCH",
          Group.VIRUS,
          4,
          Stage.ACTIVE,
          "a PDF file that starts a program or opens another file");
  static final Symbol PDF_EMBEDS_PROGRAM =
      Symbol.scored(
          "PDF_EMBEDS_PROGRAM",
          Group.VIRUS,
          4,
          Stage.ACTIVE,
          "a PDF file that holds a file which can run");
  static final Symbol PDF_ENCRYPTED =
      Symbol.scored(
          "PDF_ENCRYPTED", Group.VIRUS, 0.3, Stage.ACTIVE, "a PDF file that needs a password");

  private static final int FEW_PAGES = 2;

  private static final Pattern PROGRAM =
      Pattern.compile(
          ".*\\.(?:exe|scr|com|pif|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|lnk|msi|jar|iso|img|vhd|cpl"
              + "|docm|xlsm|pptm|dotm|xll|chm|reg|settingcontent-ms)",
          Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return "document";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(PDF_LINK_ONLY, PDF_JAVASCRIPT, PDF_LAUNCH, PDF_EMBEDS_PROGRAM, PDF_ENCRYPTED);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    Map<Symbol, Finding> found = new LinkedHashMap<>();
    for (PdfFacts pdf : mail.pictures().pdfs()) {
      if (pdf.pages() <= FEW_PAGES) {
        LinkOnly.in(mail, PDF_LINK_ONLY, pdf.name(), pdf.letters(), pdf.links())
            .ifPresent(finding -> found.putIfAbsent(PDF_LINK_ONLY, finding));
      }
      trait(pdf, PdfFacts.Trait.JAVASCRIPT, PDF_JAVASCRIPT, found);
      trait(pdf, PdfFacts.Trait.LAUNCH, PDF_LAUNCH, found);
      if (pdf.pages() == 0) {
        trait(pdf, PdfFacts.Trait.ENCRYPTED, PDF_ENCRYPTED, found);
      }
      pdf.embedded().stream()
          .filter(file -> PROGRAM.matcher(file).matches())
          .findFirst()
          .ifPresent(file ->
              found.putIfAbsent(PDF_EMBEDS_PROGRAM, PDF_EMBEDS_PROGRAM.found(pdf.name(), file)));
    }
    return new ArrayList<>(found.values());
  }

  private static void trait(
      PdfFacts pdf, PdfFacts.Trait trait, Symbol symbol, Map<Symbol, Finding> found) {
    if (pdf.traits().contains(trait)) {
      found.putIfAbsent(symbol, symbol.found(pdf.name()));
    }
  }
}
