package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import org.postern.mail.mime.ContentDisposition;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// What a reader sees of the body, over all parts that are text and nested messages included.
///
/// @param visible the text a reader sees; white space is folded in HTML
/// @param hidden the text that HTML hides from the reader
/// @param links of HTML and plain text, at most 1,000
/// @param attachments the parts that are offered as a file
/// @param truncated whether there was more text than the 2 MB that are read
public record ContentFacts(
    String visible, String hidden, List<Link> links, List<Part> attachments, boolean truncated) {

  private static final int MOST_TEXT = 2 << 20;
  private static final int MOST_LINKS = 1_000;

  public ContentFacts {
    links = List.copyOf(links);
    attachments = List.copyOf(attachments);
  }

  /// Reads the body of a message.
  public static ContentFacts of(Message message) {
    Gatherer gatherer = new Gatherer();
    for (Part part : message.parts()) {
      gatherer.take(part);
    }
    return gatherer.facts();
  }

  private static final class Gatherer {
    private final StringBuilder visible = new StringBuilder();
    private final StringBuilder hidden = new StringBuilder();
    private final List<Link> links = new ArrayList<>();
    private final List<Part> attachments = new ArrayList<>();
    private int left = MOST_TEXT;
    private boolean truncated;

    void take(Part part) {
      if (!part.children().isEmpty()) {
        return;
      }
      if (part.attachment()) {
        attachments.add(part);
      }
      if (part.contentType().type().equals("text") && !offeredOnly(part)) {
        text(part);
      }
    }

    /// A text that a client shows only when asked to.
    private static boolean offeredOnly(Part part) {
      return part.headers()
          .value("Content-Disposition")
          .filter(value -> ContentDisposition.parse(value).type().equals("attachment"))
          .isPresent();
    }

    private void text(Part part) {
      String text = part.text();
      if (text.length() > left) {
        truncated = true;
        text = text.substring(0, left);
      }
      left -= text.length();
      if (part.contentType().subtype().equals("html")) {
        HtmlText html = HtmlText.read(text);
        add(visible, html.visible());
        add(hidden, html.hidden());
        html.links().stream().limit(MOST_LINKS - links.size()).forEach(links::add);
      } else {
        add(visible, text);
        PlainLinks.find(text, MOST_LINKS - links.size(), links);
      }
    }

    private static void add(StringBuilder all, String more) {
      if (!all.isEmpty() && !more.isEmpty()) {
        all.append('\n');
      }
      all.append(more);
    }

    ContentFacts facts() {
      return new ContentFacts(visible.toString(), hidden.toString(), links, attachments, truncated);
    }
  }
}
