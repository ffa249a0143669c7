package org.postern.gateway.tenant;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.address.ReversePath;

/// How a domain's recipients are looked for.
///
/// @param whenDown what is said at RCPT while no next hop can be asked
/// @param probeSender the sender of the question to the next hop
/// @param exactCase whether `Bob` and `bob` are two recipients
/// @param delimiter what divides a recipient from a detail behind it, as in `bob+news`, in lists;
///   empty for nothing
public record RecipientRules(
    WhenDown whenDown, ReversePath probeSender, boolean exactCase, Optional<Character> delimiter) {

  /// What is said at RCPT while no next hop can be asked.
  public enum WhenDown {
    /// 451 for all: the sender keeps the message.
    REFUSE,
    /// Recipients that are known to exist are taken and their mail queued; 451 for others.
    BUFFER
  }

  public static final RecipientRules STANDARD =
      new RecipientRules(WhenDown.REFUSE, new ReversePath.Null(), false, Optional.of('+'));

  public RecipientRules withWhenDown(WhenDown other) {
    return new RecipientRules(other, probeSender, exactCase, delimiter);
  }

  public RecipientRules withProbeSender(ReversePath other) {
    return new RecipientRules(whenDown, other, exactCase, delimiter);
  }

  public RecipientRules withExactCase(boolean other) {
    return new RecipientRules(whenDown, probeSender, other, delimiter);
  }

  public RecipientRules withDelimiter(Optional<Character> other) {
    return new RecipientRules(whenDown, probeSender, exactCase, other);
  }

  /// The form in which this domain's local parts are compared.
  public String key(String local) {
    return exactCase ? normal(local) : folded(local);
  }

  /// The local parts under which a recipient may be listed: its own, and that before the detail.
  public List<String> listed(String local) {
    int cut = delimiter.map(local::indexOf).orElse(-1);
    return cut < 1 ? List.of(local) : List.of(local, local.substring(0, cut));
  }

  /// Whether two local parts are those of one recipient.
  public boolean same(String one, String other) {
    return key(one).equals(key(other));
  }

  /// A local part without differences of case.
  public static String folded(String local) {
    return normal(local).toLowerCase(Locale.ROOT);
  }

  // RFC 6532 section 3.1: internationalised local parts are compared in normalisation form C.
  private static String normal(String local) {
    return Normalizer.normalize(local, Normalizer.Form.NFC);
  }
}
