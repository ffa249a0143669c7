package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.tenant.UserKeys;
import org.postern.gateway.tenant.UserSettings;
import org.postern.gateway.tenant.UserSnapshot.Chosen;
import org.postern.mail.address.EmailAddress;

/// What every store of users' choices does.
public interface UsersContract {

  TenantId A = new TenantId("a");
  TenantId B = new TenantId("b");
  RecipientRules ANY_CASE = RecipientRules.STANDARD;
  RecipientRules EXACT_CASE = RecipientRules.STANDARD.withExactCase(true);
  UserSettings HOLD = UserKeys.with(UserSettings.NONE, "infomail", "hold");
  UserSettings DELIVER = UserKeys.with(UserSettings.NONE, "infomail", "deliver");

  Users users();

  private static Chosen chosen(TenantId tenant, String local, UserSettings settings) {
    return new Chosen(tenant, user(local), settings);
  }

  private static EmailAddress user(String local) {
    return new EmailAddress(local, "example.org");
  }

  @Test
  default void a_choice_takes_the_place_of_the_one_before_in_any_case() {
    long before = users().version();
    users().put(chosen(A, "Bob", HOLD), ANY_CASE);
    users().put(new Chosen(A, new EmailAddress("bob", "Example.Org"), DELIVER), ANY_CASE);
    assertThat(users().find(A, user("BOB"), ANY_CASE)).contains(DELIVER);
    assertThat(users().all()).hasSize(1);
    assertThat(users().version()).isGreaterThan(before);
    users().put(chosen(A, "BOB", UserSettings.NONE), ANY_CASE);
    assertThat(users().all()).isEmpty();
  }

  @Test
  default void where_case_counts_each_has_a_choice() {
    users().put(chosen(A, "Bob", HOLD), EXACT_CASE);
    assertThat(users().find(A, user("bob"), EXACT_CASE)).isEmpty();
    users().put(chosen(A, "bob", DELIVER), EXACT_CASE);
    assertThat(users().find(A, user("Bob"), EXACT_CASE)).contains(HOLD);
    assertThat(users().find(A, user("bob"), EXACT_CASE)).contains(DELIVER);
    assertThat(users().all()).hasSize(2);
    users().put(chosen(A, "bob", UserSettings.NONE), EXACT_CASE);
    assertThat(users().all()).containsExactly(chosen(A, "Bob", HOLD));
    users().put(chosen(A, "bob", DELIVER), EXACT_CASE);
    users().put(chosen(A, "BOB", HOLD), ANY_CASE);
    assertThat(users().all()).as("no longer").containsExactly(chosen(A, "BOB", HOLD));
  }

  @Test
  default void b_never_sees_what_users_of_a_chose() {
    users().put(chosen(A, "bob", HOLD), ANY_CASE);
    assertThat(users().find(B, user("bob"), ANY_CASE)).isEmpty();
    users().put(chosen(B, "bob", UserSettings.NONE), ANY_CASE);
    assertThat(users().find(A, user("bob"), ANY_CASE)).contains(HOLD);
  }
}
