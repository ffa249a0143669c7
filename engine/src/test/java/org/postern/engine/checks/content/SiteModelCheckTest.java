package org.postern.engine.checks.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.verdict.Finding;

class SiteModelCheckTest {

  private static final String SPAM = "Subject: Order pills\r\n\r\nOrder cheap pills online, offer ";
  private static final String HAM = "Subject: Minutes\r\n\r\nThe minutes of the meeting, page ";

  private static List<String> found(SiteModel model, String mail) {
    return new SiteModelCheck(() -> Optional.of(model))
        .inspect(mail(mail)).stream().map(Finding::symbol).map(symbol -> symbol.name()).toList();
  }

  private static Case mail(String mail) {
    return Messages.mail("ann@sender.example", (mail + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static SiteModel taught(int messages) {
    SiteModel model = new SiteModel();
    for (int i = 0; i < messages; i++) {
      model.learn(mail(SPAM + i).message(), true);
      model.learn(mail(HAM + i).message(), false);
    }
    return model;
  }

  @Test
  void says_what_the_site_taught() {
    SiteModel model = taught(100);
    assertThat(found(model, SPAM + "today")).containsExactly("SITE_SPAM");
    assertThat(found(model, HAM + "three")).containsExactly("SITE_HAM");
    assertThat(found(model, "Subject: \r\n\r\n")).isEmpty();
  }

  @Test
  void is_silent_before_it_was_taught() {
    assertThat(found(taught(99), SPAM + "today")).isEmpty();
    assertThat(new SiteModelCheck(Optional::empty).inspect(mail(SPAM + "today"))).isEmpty();
  }

  @Test
  void alone_it_never_confirms_and_shows_its_grounds() {
    SiteModel model = taught(100);
    Finding finding =
        new SiteModelCheck(() -> Optional.of(model)).inspect(mail(SPAM + "7")).getFirst();
    assertThat(finding.symbol().points() * finding.strength()).isBetween(0.5, 7.0);
    assertThat(finding.evidence().getFirst()).startsWith("log-odds ");
    assertThat(String.join(" ", finding.evidence())).containsIgnoringCase("pills");
  }
}
