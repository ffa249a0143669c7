package org.postern.engine.facts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.facts.Contacts.Currency;
import org.postern.engine.facts.Contacts.Wallet;

/// Finds addresses of crypto currencies and checks their check digits where they have them:
/// base58check (Bitcoin's and its kin), bech32 and bech32m (BIP 173, BIP 350), EIP-55, Monero's.
final class Wallets {

  private static final int SHORTEST = 26;
  private static final int LONGEST = 110;
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };
  private static final int BECH32M = 0x2bc830a3;
  private static final BigInteger FIFTY_EIGHT = BigInteger.valueOf(58);

  private Wallets() {}

  static List<Wallet> find(String text, int most) {
    Set<Wallet> found = new LinkedHashSet<>();
    int start = 0;
    while (start < text.length() && found.size() < most) {
      int end = start;
      while (end < text.length() && alphanumeric(text.charAt(end))) {
        end++;
      }
      if (end - start >= SHORTEST && end - start <= LONGEST) {
        read(text.substring(start, end)).ifPresent(found::add);
      }
      start = end + 1;
    }
    return new ArrayList<>(found);
  }

  private static boolean alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// Reads a text that is an address and nothing else.
  static Optional<Wallet> read(String token) {
    if (token.startsWith("0x") && token.length() == 42 && hex(token.substring(2))) {
      return ethereum(token);
    }
    String lower = token.toLowerCase(Locale.ROOT);
    boolean oneCase = token.equals(lower) || token.equals(token.toUpperCase(Locale.ROOT));
    if (oneCase && lower.startsWith("bc1")) {
      return bech32(lower, "bc") ? checked(Currency.BITCOIN, token) : Optional.empty();
    }
    if (oneCase && lower.startsWith("ltc1")) {
      return bech32(lower, "ltc") ? checked(Currency.LITECOIN, token) : Optional.empty();
    }
    if (!token.chars().allMatch(c -> BASE58.indexOf(c) >= 0)) {
      return Optional.empty();
    }
    if ((token.length() == 95 || token.length() == 106) && "48".indexOf(token.charAt(0)) >= 0) {
      return Monero.right(token) ? checked(Currency.MONERO, token) : Optional.empty();
    }
    return token.length() > 44 ? Optional.empty() : base58(token);
  }

  /// EIP-55: the case of the letters is the check; where all have the same there is none.
  private static Optional<Wallet> ethereum(String token) {
    String digits = token.substring(2);
    String lower = digits.toLowerCase(Locale.ROOT);
    if (digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT))) {
      return Optional.of(new Wallet(Currency.ETHEREUM, token, false));
    }
    byte[] sum = Keccak.sum256(lower.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < lower.length(); i++) {
      int nibble = (sum[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15;
      char c = lower.charAt(i);
      char wanted = nibble >= 8 ? Character.toUpperCase(c) : c;
      if (digits.charAt(i) != wanted) {
        return Optional.empty();
      }
    }
    return checked(Currency.ETHEREUM, token);
  }

  private static Optional<Wallet> checked(Currency currency, String token) {
    return Optional.of(new Wallet(currency, token, true));
  }

  private static Optional<Wallet> base58(String token) {
    byte[] octets = decode(token);
    if (octets.length == 25 && rightSum(octets)) {
      return switch (octets[0] & 255) {
        case 0x00, 0x05 -> checked(Currency.BITCOIN, token);
        case 0x30, 0x32 -> checked(Currency.LITECOIN, token);
        case 0x41 -> checked(Currency.TRON, token);
        case 0x1e, 0x16 -> checked(Currency.DOGECOIN, token);
        default -> Optional.empty();
      };
    }
    // 32 octets without check digits: told apart from other tokens by mixed case and digits alone
    boolean mixed =
        token.length() >= 43
            && token.chars().anyMatch(Character::isDigit)
            && token.chars().anyMatch(Character::isUpperCase)
            && token.chars().anyMatch(Character::isLowerCase);
    return octets.length == 32 && mixed
        ? Optional.of(new Wallet(Currency.SOLANA, token, false))
        : Optional.empty();
  }

  private static byte[] decode(String token) {
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < token.length(); i++) {
      int digit = BASE58.indexOf(token.charAt(i));
      zeros += digit == 0 && zeros == i ? 1 : 0;
      value = value.multiply(FIFTY_EIGHT).add(BigInteger.valueOf(digit));
    }
    byte[] number = value.toByteArray();
    int skip = number.length > 0 && number[0] == 0 ? 1 : 0;
    byte[] octets = new byte[zeros + number.length - skip];
    System.arraycopy(number, skip, octets, zeros, number.length - skip);
    return octets;
  }

  private static boolean rightSum(byte[] octets) {
    byte[] sum = sha256(sha256(Arrays.copyOf(octets, octets.length - 4)));
    return Arrays.equals(
        Arrays.copyOf(sum, 4), Arrays.copyOfRange(octets, octets.length - 4, octets.length));
  }

  private static byte[] sha256(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every Java platform has SHA-256", broken);
    }
  }

  private static boolean bech32(String token, String prefix) {
    int sum = 1;
    for (int i = 0; i < prefix.length(); i++) {
      sum = step(sum) ^ (prefix.charAt(i) >> 5);
    }
    sum = step(sum);
    for (int i = 0; i < prefix.length(); i++) {
      sum = step(sum) ^ (prefix.charAt(i) & 31);
    }
    for (int i = prefix.length() + 1; i < token.length(); i++) {
      int digit = BECH32.indexOf(token.charAt(i));
      if (digit < 0) {
        return false;
      }
      sum = step(sum) ^ digit;
    }
    return token.length() >= prefix.length() + 39 && (sum == 1 || sum == BECH32M);
  }

  private static int step(int sum) {
    int top = sum >>> 25;
    int next = (sum & 0x1ffffff) << 5;
    for (int i = 0; i < 5; i++) {
      next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
    }
    return next;
  }

  private static boolean hex(String text) {
    return text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
