package org.postern.gateway.tenant;

import java.util.Optional;

/// Every setting of a user by its name, as the commands and the store write it. There is one:
/// `infomail`.
public final class UserKeys {

  private static final String EXPECTED = "domain, deliver, hold or mark PREFIX";

  private UserKeys() {}

  /// What a user chose for infomail, as text: `domain` where it did not choose.
  public static String infomail(UserSettings settings) {
    return settings.infomail().map(SettingText::text).orElse("domain");
  }

  /// The settings with one value changed.
  ///
  /// @throws IllegalArgumentException that says what was expected
  public static UserSettings with(UserSettings settings, String name, String value) {
    if (!name.equals("infomail")) {
      throw new IllegalArgumentException(
          "there is no setting '" + name + "' of a user; there is infomail");
    }
    if (value.equals("domain")) {
      return UserSettings.NONE;
    }
    try {
      return SettingText.disposition(value)
          .map(chosen -> new UserSettings(Optional.of(chosen)))
          .orElseThrow(() -> new IllegalArgumentException("not a disposition"));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + value + "' is no value of infomail; expected " + EXPECTED, wrong);
    }
  }
}
