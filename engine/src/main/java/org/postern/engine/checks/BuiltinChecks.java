package org.postern.engine.checks;

import java.util.List;
import java.util.function.Supplier;
import org.postern.engine.Check;
import org.postern.engine.checks.auth.AuthenticationCheck;
import org.postern.engine.checks.content.LeftOutTextCheck;
import org.postern.engine.checks.content.ShreddedTextCheck;
import org.postern.engine.checks.content.TextModelCheck;
import org.postern.engine.checks.identity.AuthorShapeCheck;
import org.postern.engine.checks.identity.BrandAddressCheck;
import org.postern.engine.checks.identity.BrandContentCheck;
import org.postern.engine.checks.identity.BrandLinkCheck;
import org.postern.engine.checks.identity.BrandNameCheck;
import org.postern.engine.checks.identity.DisguiseCheck;
import org.postern.engine.checks.identity.DrawnNameCheck;
import org.postern.engine.checks.identity.DressedDomainCheck;
import org.postern.engine.checks.identity.ForwardedAuthorCheck;
import org.postern.engine.checks.identity.FreeSenderCheck;
import org.postern.engine.checks.identity.OwnDomainCheck;
import org.postern.engine.checks.identity.OwnDomains;
import org.postern.engine.checks.identity.RecipientEchoCheck;
import org.postern.engine.checks.identity.ReplyLikenessCheck;
import org.postern.engine.checks.identity.ScatteredSenderCheck;
import org.postern.engine.checks.identity.ScriptSenderCheck;
import org.postern.engine.checks.identity.ThreadLikenessCheck;
import org.postern.engine.checks.identity.VouchingCheck;
import org.postern.engine.checks.identity.WordDomainCheck;
import org.postern.engine.checks.image.CodeCheck;
import org.postern.engine.checks.image.DocumentCheck;
import org.postern.engine.checks.image.MacroCheck;
import org.postern.engine.checks.image.OfficeCheck;
import org.postern.engine.checks.image.PictureTextCheck;
import org.postern.engine.checks.infomail.BulkCheck;
import org.postern.engine.checks.infomail.InfomailCheck;
import org.postern.engine.checks.infomail.WaveCheck;
import org.postern.engine.checks.links.ActiveContentCheck;
import org.postern.engine.checks.links.AttachedPageCheck;
import org.postern.engine.checks.links.AttachmentNameCheck;
import org.postern.engine.checks.links.FollowedLinkCheck;
import org.postern.engine.checks.links.HiddenTextCheck;
import org.postern.engine.checks.links.LinkAddressCheck;
import org.postern.engine.checks.links.LinkFileCheck;
import org.postern.engine.checks.links.LinkFormCheck;
import org.postern.engine.checks.links.LinkHostCheck;
import org.postern.engine.checks.links.LinkRelationCheck;
import org.postern.engine.checks.links.LinkTextCheck;
import org.postern.engine.checks.links.MailLinkCheck;
import org.postern.engine.checks.links.PictureCheck;
import org.postern.engine.checks.links.ReachedUrlCheck;
import org.postern.engine.checks.links.UrlListCheck;
import org.postern.engine.checks.rules.RulesCheck;
import org.postern.engine.checks.sender.DisplayNameCheck;
import org.postern.engine.checks.sender.EnvelopeSenderCheck;
import org.postern.engine.checks.sender.GateCheck;
import org.postern.engine.checks.sender.ReplyToCheck;
import org.postern.engine.checks.structure.AmbiguityCheck;
import org.postern.engine.checks.structure.DuplicateFieldsCheck;
import org.postern.engine.checks.structure.HeaderSyntaxCheck;
import org.postern.engine.checks.structure.RequiredFieldsCheck;
import org.postern.engine.checks.subject.InvisibleCharactersCheck;
import org.postern.engine.checks.subject.SubjectShapeCheck;
import org.postern.engine.checks.test.GtubeCheck;
import org.postern.engine.checks.virus.ArchiveCheck;
import org.postern.engine.checks.virus.EicarCheck;
import org.postern.engine.learn.TextModel;
import org.postern.engine.url.UrlLists;
import org.postern.engine.url.UrlTables;

/// All checks that come with Postern, in the order in which they run: what is certain first, what
/// costs most last.
public final class BuiltinChecks {

  private BuiltinChecks() {}

  /// The checks of both stages.
  public static List<Check> all() {
    TextModel builtin = TextModel.builtin();
    return all(OwnDomains.ALONE, UrlLists.NONE, new RulesCheck(), () -> builtin);
  }

  /// The checks of both stages, for messages whose recipients nobody counts.
  ///
  /// @param ownDomains which domains belong together
  /// @param urls which links are blocked
  /// @param rules those that come with Postern
  /// @param text the text model of now
  public static List<Check> all(
      OwnDomains ownDomains, UrlLists urls, RulesCheck rules, Supplier<TextModel> text) {
    return all(ownDomains, urls, rules, text, WaveCheck.BLIND, BulkCheck.BLIND);
  }

  /// The checks of both stages.
  ///
  /// @param ownDomains which domains belong together
  /// @param urls which links are blocked
  /// @param rules those that come with Postern
  /// @param text the text model of now
  /// @param wave knows copies of what was found to be unwanted
  /// @param bulk counts who gets the same message
  public static List<Check> all(
      OwnDomains ownDomains,
      UrlLists urls,
      RulesCheck rules,
      Supplier<TextModel> text,
      WaveCheck wave,
      BulkCheck bulk) {
    UrlTables.load();
    return List.of(
        new GtubeCheck(),
        new UrlListCheck(urls),
        new RequiredFieldsCheck(),
        new DuplicateFieldsCheck(),
        new HeaderSyntaxCheck(),
        new AmbiguityCheck(),
        new DisplayNameCheck(),
        new ReplyToCheck(),
        new EnvelopeSenderCheck(),
        new GateCheck(),
        new AuthenticationCheck(),
        new BrandNameCheck(),
        new BrandAddressCheck(),
        new OwnDomainCheck(ownDomains),
        new ReplyLikenessCheck(),
        new ThreadLikenessCheck(),
        new VouchingCheck(),
        new DrawnNameCheck(),
        new AuthorShapeCheck(),
        new RecipientEchoCheck(),
        new FreeSenderCheck(),
        new DisguiseCheck(),
        new ScriptSenderCheck(),
        new ScatteredSenderCheck(),
        new SubjectShapeCheck(),
        new InvisibleCharactersCheck(),
        wave,
        new EicarCheck(),
        new ArchiveCheck(),
        new InfomailCheck(),
        bulk,
        new ReachedUrlCheck(urls),
        new FollowedLinkCheck(),
        new LinkAddressCheck(),
        new LinkHostCheck(),
        new LinkTextCheck(),
        new LinkFileCheck(),
        new LinkRelationCheck(),
        new LinkFormCheck(),
        new MailLinkCheck(),
        new ActiveContentCheck(),
        new AttachedPageCheck(),
        new AttachmentNameCheck(),
        new PictureCheck(),
        new HiddenTextCheck(),
        new ShreddedTextCheck(),
        new LeftOutTextCheck(),
        new CodeCheck(),
        new DocumentCheck(),
        new OfficeCheck(),
        new MacroCheck(),
        new PictureTextCheck(),
        new BrandLinkCheck(),
        new BrandContentCheck(),
        new DressedDomainCheck(),
        new WordDomainCheck(),
        new ForwardedAuthorCheck(),
        rules,
        new TextModelCheck(text));
  }
}
