package org.postern.engine.checks.links;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names under which programs are given away that nobody would start under their own: invoices,
/// orders, notices of banks and parcels, applications.
final class BaitName {

  private static final int LONGEST = 500;

  /// Words in several languages, at the start of a word, without accents.
  private static final Pattern BAIT =
      Pattern.compile(
          "(?<![a-z])(?:invoice|inv[_ -]?\\d|bill(?:ing)?[_ -]?\\d|statement|receipt|purchase[_ -]?order|order[_ -]?(?:\\d|conf|form|list|spec)"
              + "|po[_ -]?\\d|rfq|quotation|quote[_ -]?\\d|payment|remittance|swift[_ -]|overdue|payslip|salary|document(?![a-z])|doc[_ -]?\\d"
              + "|scan(?:ned)?[_ -]?(?:\\d|doc|copy)|contract|agreement|shipment|shipping|delivery|parcel|tracking|customs|awb|waybill|rate[_ -]?con"
              + "|subpoena|court|summons|tax(?![a-z])|evidence|resume|curriculum|lebenslauf|bewerbung"
              + "|rechnung|mahnung|bestell|auftrag|angebot|lieferschein|zahlung|kontoauszug|versand|sendung|paket|unterlagen|dokument|vertrag|steuer|inkasso"
              + "|factur|devis|commande|relance|paiement|virement|recu(?![a-z])|colis|bordereau|contrat|releve|fattur|ordine|pagament|bonifico|spedizion|estratto|contratto"
              + "|pedido|presupuesto|cotizacion|pago(?![a-z])|transferencia|extracto|citatorio|citacion|requerimiento|notificacion|paquete|comprobante|expediente"
              + "|fatura|boleto|orcamento|danfe|nf-?e[_ -]|extrato|comprovante|intimacao|faktur|zamowien|przelew|wezwanie|przesylk|awizo|objednavk|vyzva"
              + "|bestelling|betaling|aanmaning|offerte|ekstre|siparis|dekont|odeme|hesap)",
          Pattern.CASE_INSENSITIVE);

  private BaitName() {}

  /// Whether a name of a file, or a subject, promises one of them.
  static boolean in(String name) {
    String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    String plain =
        Normalizer.normalize(cut.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "");
    return BAIT.matcher(plain).find();
  }
}
