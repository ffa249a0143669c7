package org.postern.gateway.tenant;

import java.util.Optional;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;

/// What a user chose for its own mail. It counts where the domain leaves the choice to its users.
///
/// @param infomail what is done with newsletters and marketing; empty for what the domain wants
public record UserSettings(Optional<Disposition> infomail) {

  /// Nothing was chosen.
  public static final UserSettings NONE = new UserSettings(Optional.empty());

  public UserSettings {
    infomail.ifPresent(chosen -> {
      if (!allowed(chosen)) {
        throw new IllegalArgumentException(
            "a user cannot choose to "
                + chosen.word()
                + " infomail; expected deliver, hold or mark");
      }
    });
  }

  // What is refused or thrown away nobody finds again, and redirecting is the domain's right.
  private static boolean allowed(Disposition chosen) {
    return switch (chosen) {
      case Disposition.Deliver _, Disposition.Hold _, Disposition.Mark _ -> true;
      case Disposition.Reject _,
          Disposition.Defer _,
          Disposition.Discard _,
          Disposition.Redirect _,
          Disposition.Strip _ ->
          false;
    };
  }

  /// The domain's settings with what its user chose.
  public DomainSettings over(DomainSettings domain) {
    return domain.infomailBy() == DomainSettings.Chooser.USERS
        ? infomail
            .map(chosen -> domain.withPolicy(domain.policy().with(Category.INFOMAIL, chosen)))
            .orElse(domain)
        : domain;
  }
}
