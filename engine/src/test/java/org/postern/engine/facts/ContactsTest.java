package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.facts.Contacts.Currency;
import org.postern.engine.facts.Contacts.Money;
import org.postern.engine.facts.Contacts.Phone;
import org.postern.engine.facts.Contacts.Wallet;

class ContactsTest {

  private static Contacts in(String text) {
    return Contacts.of(text, List.of());
  }

  @Test
  void finds_mail_addresses() {
    assertThat(in("Write to Ann.Miller@Home.Example, <b+c@d-e.co.uk>. Not @x nor a@b.").addresses())
        .containsExactlyInAnyOrder("ann.miller@home.example", "b+c@d-e.co.uk");
    assertThat(
            Contacts.of("", List.of(Link.of("mailto:x@y.example?subject=z", "", Link.Kind.ANCHOR)))
                .addresses())
        .containsExactly("x@y.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Call +44 20 7946 0958 now | +442079460958",
        "Call +1 (888) 555-0100. | +18885550100",
        "Call (888) 555-0100 | +18885550100",
        "Call 888-555-0100 | +18885550100",
        "Call 1-888-555-0100 | +18885550100",
        "Call 1 – 888 – 555 – 0100 | +18885550100",
        "Call +1 8O8 555 Ol00 | +18085550100",
        "Tel. 030 / 123 45 67 | 0301234567",
        "Tel. 0049 30 1234567 | +49301234567",
      })
  void finds_telephone_numbers(String text, String digits) {
    assertThat(in(text).phones()).extracting(Phone::digits).containsExactly(digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on 05.01.2026 10:00",
        "version 10.0.19041.1",
        "192.0.2.1",
        "order 1234567890",
        "2026-01-05 12:30:00",
        "$1,234,567.00",
        "05-01-2026 - 12"
      })
  void other_numbers_are_no_telephone_numbers(String text) {
    assertThat(in(text).phones()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa, BITCOIN, true",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy, BITCOIN, true",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, BITCOIN, true",
    "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4, BITCOIN, true",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0, BITCOIN, true",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, ETHEREUM, true",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359, ETHEREUM, true",
    "0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae, ETHEREUM, false",
    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A,"
        + " MONERO, true",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t, TRON, true"
  })
  void finds_wallets(String address, Currency currency, boolean checked) {
    assertThat(in("Send to " + address + ".").wallets())
        .containsExactly(new Wallet(currency, address, checked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "bC1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BA",
        "0x5aAeb6053f3E94C9b9A09f33669435E7Ef1BeAed",
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
        "4zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "3f786850e387550fdab836ed7e6dc881de23001b"
      })
  void a_wrong_check_digit_is_no_wallet(String token) {
    assertThat(in(token).wallets()).isEmpty();
  }

  @Test
  void finds_bank_accounts_with_right_check_digits() {
    assertThat(in("IBAN: DE89 3704 0044 0532 0130 00 BIC").ibans())
        .containsExactly("DE89370400440532013000");
    assertThat(in("GB82WEST12345698765432").ibans()).containsExactly("GB82WEST12345698765432");
    assertThat(in("DE88 3704 0044 0532 0130 00").ibans()).isEmpty();
    assertThat(in("XX89 3704 0044 0532 0130 00").ibans()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "worth $1,234.56 today | USD | 1234.56",
        "USD 5,000,000.00 | USD | 5000000",
        "the sum of 10.5 million dollars | USD | 10500000",
        "1.234,50 € | EUR | 1234.5",
        "£250 | GBP | 250",
        "US$2.5M | USD | 2500000",
        "0.05 BTC | BTC | 0.05",
        "USD 65.000 000 | USD | 65000000",
        "1 234,50 EUR | EUR | 1234.5",
      })
  void finds_amounts(String text, String currency, double amount) {
    Money money = in(text).amounts().getFirst();
    assertThat(money.currency()).isEqualTo(currency);
    assertThat(money.amount()).isEqualTo(amount);
  }
}
