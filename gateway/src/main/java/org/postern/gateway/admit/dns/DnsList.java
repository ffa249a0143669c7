package org.postern.gateway.admit.dns;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.dns.DnsName;

/// A list of addresses in the DNS, written `ZONE`, `ZONE=CODES`, `ZONE*WEIGHT` or
/// `ZONE=CODES*WEIGHT`; without codes it is 127.0.0.2, without a weight 1.
///
/// @param codes the answers that count; a zone may be named more than once for different codes
/// @param weight more than 0
public record DnsList(String zone, ReturnCodes codes, double weight) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9._-]{1,180})(?:=([0-9.;\\[\\]]{7,200}))?(?:\\*([0-9.]{1,8}))?");
  private static final Pattern WEIGHT = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");

  public DnsList {
    zone = DnsName.canonical(zone);
    if (!(weight > 0)) {
      throw new IllegalArgumentException("a weight above 0");
    }
  }

  /// Reads what is written as above.
  public static Optional<DnsList> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || !DnsName.isValid(matcher.group(1))) {
      return Optional.empty();
    }
    String codes = matcher.group(2);
    String weight = matcher.group(3);
    if (weight != null && (!WEIGHT.matcher(weight).matches() || Double.parseDouble(weight) == 0)) {
      return Optional.empty();
    }
    double points = weight == null ? 1 : Double.parseDouble(weight);
    return (codes == null ? Optional.of(ReturnCodes.STANDARD) : ReturnCodes.parse(codes))
        .map(read -> new DnsList(matcher.group(1), read, points));
  }

  @Override
  public String toString() {
    return zone + "=" + codes + "*" + weight;
  }
}
