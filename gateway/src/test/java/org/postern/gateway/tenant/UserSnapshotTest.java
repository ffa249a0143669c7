package org.postern.gateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

class UserSnapshotTest {

  private static final TenantId A = new TenantId("a");
  private static final UserSettings HOLD =
      UserKeys.with(UserSettings.NONE, "infomail", "mark held:");
  private static final UserSettings MARK =
      UserKeys.with(UserSettings.NONE, "infomail", "mark news:");

  private static Domain domain(boolean exactCase) {
    return new Domain(
        A,
        "example.org",
        List.of(new NextHop("mx.example.org", 25, 10)),
        DomainSettings.STANDARD
            .withInfomailBy(DomainSettings.Chooser.USERS)
            .withRecipientRules(RecipientRules.STANDARD.withExactCase(exactCase)));
  }

  private static EmailAddress user(String local) {
    return new EmailAddress(local, "example.org");
  }

  private final UserSnapshot one = new UserSnapshot(List.of(new Chosen(A, user("Bob"), HOLD)));

  @Test
  void a_choice_counts_for_an_address_in_any_case_and_with_details() {
    Domain domain = domain(false);
    for (String local : List.of("Bob", "bob", "BOB+news")) {
      assertThat(one.settings(domain, user(local))).isEqualTo(HOLD.over(domain.settings()));
    }
    assertThat(one.settings(domain, user("rob"))).isEqualTo(domain.settings());
  }

  @Test
  void where_case_counts_the_choice_of_one_user_is_not_that_of_another() {
    Domain domain = domain(true);
    assertThat(one.settings(domain, user("Bob+news"))).isEqualTo(HOLD.over(domain.settings()));
    assertThat(one.settings(domain, user("bob"))).isEqualTo(domain.settings());
    UserSnapshot two =
        new UserSnapshot(
            List.of(new Chosen(A, user("Bob"), HOLD), new Chosen(A, user("bob"), MARK)));
    assertThat(two.settings(domain, user("Bob"))).isEqualTo(HOLD.over(domain.settings()));
    assertThat(two.settings(domain, user("bob"))).isEqualTo(MARK.over(domain.settings()));
    assertThat(two.size()).isEqualTo(2);
  }
}
