package org.postern.engine.checks.links;

import java.util.Set;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.HtmlFacts.Form;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.WebAddress;

/// Pages of services for encrypted mail: the letter is attached as a page, which asks for the
/// password and shows itself with the help of the service.
final class Envelopes {

  private static final Set<String> SERVICES =
      Set.of(
          "cisco.com",
          "proofpoint.com",
          "pphosted.com",
          "zixcorp.com",
          "zixmail.net",
          "zixmessagecenter.com",
          "egress.com",
          "mimecast.com",
          "virtru.com",
          "echoworx.com",
          "trendmicro.com",
          "barracudanetworks.com",
          "totemo.com",
          "seppmail.ch",
          "seppmail.com",
          "regify.com",
          "microsoft.com",
          "office365.com",
          "datamotion.com",
          "sophos.com");

  /// Other ways out for what was entered.
  private static final Set<String> WAYS_OUT =
      Set.of("fetch", "$.ajax", "$.post", "api.telegram.org");

  private Envelopes() {}

  /// Whether all forms of the page that ask for something send it to such a service.
  static boolean envelope(HtmlFacts page) {
    return page.forms().stream().anyMatch(Form::password)
        && page.forms().stream()
            .filter(form -> form.password() || form.entries() > 0)
            .allMatch(Envelopes::service)
        && page.scripts().stream()
            .noneMatch(script -> script.calls().stream().anyMatch(WAYS_OUT::contains));
  }

  private static boolean service(Form form) {
    return form.address()
        .filter(WebAddress::web)
        .map(WebAddress::host)
        .map(RegistrableDomain::owner)
        .filter(SERVICES::contains)
        .isPresent();
  }
}
