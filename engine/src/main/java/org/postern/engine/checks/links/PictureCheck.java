package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.HtmlFacts.Origin;
import org.postern.engine.facts.HtmlFacts.Picture;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Messages that say what they have to say in a picture, where filters of words cannot read it.
public final class PictureCheck implements Check {

  static final Symbol LINKED =
      symbol(
          "PICTURE_LINK_ONLY",
          2.2,
          "a picture that leads to an unrelated domain, and next to no text");
  static final Symbol UNSIGNED =
      symbol(
          "PICTURE_LINK_UNSIGNED",
          1.6,
          "a picture that leads to an unrelated domain, next to no text, and nobody signed it");
  static final Symbol ONLY = symbol("PICTURE_ONLY", 0.8, "pictures and next to no text");
  static final Symbol INLINE =
      symbol("PICTURE_IN_MARKUP", 0.5, "a picture stands within the HTML itself");

  static final Symbol NOTHING =
      symbol("NOTHING_TO_NOBODY", 2.5, "no text, no subject, no file, and nobody it is sent to");

  private static final int LITTLE_TEXT = 150;

  private static final Set<String> MEETING =
      Set.of(
          "facebook.com",
          "instagram.com",
          "youtube.com",
          "youtu.be",
          "linkedin.com",
          "eventbrite.com",
          "eventbrite.de",
          "eventbrite.co.uk",
          "google.com",
          "google.de",
          "xing.com",
          "tiktok.com",
          "flickr.com",
          "vimeo.com",
          "meetup.com",
          "whatsapp.com",
          "pinterest.com",
          "twitter.com",
          "x.com");

  /// Addresses alone say nothing to a reader: the plain text of a picture is that.
  private static final Pattern ADDRESSES =
      Pattern.compile("<?\\b(?:https?://|www\\.)[^\\s<>]{1,2000}>?");

  private static final String SCHEME = "http";
  private static final String WWW = "www.";

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.CONTENT, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "picture";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(LINKED, UNSIGNED, ONLY, INLINE, NOTHING);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    ContentFacts content = mail.content();
    List<Picture> pictures = new ArrayList<>();
    for (HtmlFacts page : content.html()) {
      page.pictures().stream().filter(picture -> !picture.beacon()).forEach(pictures::add);
    }
    if (pictures.isEmpty()) {
      return nothing(mail) ? List.of(NOTHING.found()) : List.of();
    }
    List<Finding> found = new ArrayList<>();
    int text = withoutAddresses(content.visible()).strip().length();
    if (text < LITTLE_TEXT) {
      boolean foreign =
          pictures.stream().anyMatch(one -> one.link().isPresent())
              && !mail.targets().all().isEmpty()
              && mail.targets().all().stream()
                  .noneMatch(one -> one.involved() || Kinship.named(mail, one));
      String shown = pictures.size() + " pictures, " + text + " characters of text";
      if (foreign) {
        found.add(LINKED.found(shown));
      } else if (content.visible().strip().length() < LITTLE_TEXT) {
        found.add(ONLY.found(shown));
      }
      if (foreign
          && mail.relations().signers().isEmpty()
          && !mail.targets().only(PictureCheck::meeting)) {
        found.add(UNSIGNED.found());
      }
    }
    if (pictures.stream().anyMatch(picture -> picture.origin() == Origin.INLINE)) {
      found.add(INLINE.found());
    }
    return found;
  }

  private static String withoutAddresses(String text) {
    int scheme = text.indexOf(SCHEME);
    int www = text.indexOf(WWW);
    if (scheme < 0 && www < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    Matcher matcher = ADDRESSES.matcher(text).useTransparentBounds(true);
    int copied = 0;
    while (scheme >= 0 || www >= 0) {
      int at = www < 0 || (scheme >= 0 && scheme < www) ? scheme : www;
      int start = at > copied && text.charAt(at - 1) == '<' ? at - 1 : at;
      int next = at + 1;
      if (matcher.region(start, text.length()).lookingAt()) {
        out.append(text, copied, start);
        copied = matcher.end();
        next = copied;
      }
      scheme = scheme >= 0 && scheme < next ? text.indexOf(SCHEME, next) : scheme;
      www = www >= 0 && www < next ? text.indexOf(WWW, next) : www;
    }
    return out.append(text, copied, text.length()).toString();
  }

  /// Where people show pictures and meet: small senders lead there.
  private static boolean meeting(Target target) {
    return MEETING.contains(target.carried().registrable());
  }

  /// Who sends such a message wants to know whether the mailbox is there.
  private static boolean nothing(Case mail) {
    return mail.header().subject().isBlank()
        && mail.content().visible().isBlank()
        && mail.content().links().isEmpty()
        && mail.content().attachments().isEmpty()
        && mail.header().to().stream().noneMatch(one -> one.address().indexOf('@') > 0);
  }
}
