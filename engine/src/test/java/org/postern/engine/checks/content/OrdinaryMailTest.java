package org.postern.engine.checks.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.postern.engine.Messages;
import org.postern.engine.learn.TextModel;
import org.postern.engine.verdict.Finding;

/// Harmless messages in the languages and forms that no public collection holds: the text model
/// must not hold them for spam because of these.
class OrdinaryMailTest {

  private static final Map<String, List<String>> MAILS =
      Map.ofEntries(
          Map.entry(
              "de",
              List.of(
                  "Elternabend am Donnerstag",
                  "Liebe Eltern, der Elternabend der Klasse 5b findet am Donnerstag um 19 Uhr im"
                      + " Musikraum statt. Bitte sagen Sie mir bis Dienstag, ob Sie kommen."
                      + " Herzliche Grüße, Susanne Vogt")),
          Map.entry(
              "fr",
              List.of(
                  "Rappel de votre rendez-vous",
                  "Bonjour Madame Petit, nous vous rappelons votre rendez-vous de contrôle mardi"
                      + " à 14 h 30 au cabinet. En cas d'empêchement, merci de nous appeler."
                      + " Bien à vous, le secrétariat")),
          Map.entry(
              "es",
              List.of(
                  "Cambio de horario del taller",
                  "Hola a todos, el taller de cerámica del sábado empieza a las once y no a las"
                      + " diez. Traed un delantal y ropa cómoda. Un saludo, Marta")),
          Map.entry(
              "it",
              List.of(
                  "Verbale dell'assemblea",
                  "Gentili condomini, in allegato il verbale dell'assemblea di lunedì. Le"
                      + " osservazioni sono gradite entro venerdì. Cordiali saluti,"
                      + " l'amministratore")),
          Map.entry(
              "pt",
              List.of(
                  "Confirmação da reunião",
                  "Bom dia, confirmo a reunião de quinta-feira às nove horas na sala dois. Levo os"
                      + " mapas e o relatório do mês. Abraço, Teresa")),
          Map.entry(
              "pl",
              List.of(
                  "Próba chóru przełożona",
                  "Dzień dobry, próba chóru w tym tygodniu odbędzie się w czwartek o osiemnastej,"
                      + " a nie we wtorek. Proszę zabrać nuty. Pozdrawiam, Agnieszka")),
          Map.entry(
              "tr",
              List.of(
                  "Cumartesi günkü gezi",
                  "Merhaba, cumartesi günkü gezi için sabah sekizde okulun önünde buluşuyoruz."
                      + " Yanınıza su ve şapka alın. Sevgiler, Elif")),
          Map.entry(
              "ru",
              List.of(
                  "Протокол собрания",
                  "Здравствуйте, отправляю протокол вчерашнего собрания садового товарищества."
                      + " Замечания, пожалуйста, до пятницы. С уважением, Ольга")),
          Map.entry(
              "ja", List.of("来週の練習について", "皆様、来週の合唱の練習は水曜日の午後七時から公民館で行います。楽譜をお持ちください。よろしくお願いします。")),
          Map.entry("zh", List.of("读书会时间调整", "各位好，本周的读书会改到星期六下午三点，地点还是图书馆二楼。请大家提前读完第三章。谢谢。")),
          Map.entry(
              "ar",
              List.of(
                  "موعد الاجتماع",
                  "السلام عليكم، تم تأجيل اجتماع لجنة الحديقة إلى يوم الأحد في الساعة الخامسة مساء."
                      + " يرجى إحضار القائمة. مع التحية، سمير")),
          Map.entry(
              "en",
              List.of(
                  "Minutes of Tuesday",
                  "Dear all, attached are the minutes of our meeting on Tuesday. Please send me"
                      + " your corrections by Friday. Kind regards, Ruth")));

  private static String mail(String subject, String type, String body) {
    return "From: Robin Lindqvist <robin@verein.example>\r\nTo: <kim@receiver.example>\r\nSubject: "
        + subject
        + "\r\nDate: Tue, 10 Mar 2026 09:12:01 +0100\r\nMessage-ID: <1@verein.example>\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: "
        + type
        + "; charset=utf-8\r\n\r\n"
        + body
        + "\r\n";
  }

  @Test
  void the_form_and_the_language_alone_suspect_nobody() throws Exception {
    TextModelCheck check = new TextModelCheck(TextModel::builtin);
    Map<String, Double> points = new TreeMap<>();
    for (Map.Entry<String, List<String>> one : MAILS.entrySet()) {
      String subject = one.getValue().getFirst();
      String text = one.getValue().getLast();
      List<String> forms = new ArrayList<>();
      forms.add(mail(subject, "text/plain", text));
      forms.add(mail(subject, "text/html", "<html><body><p>" + text + "</p></body></html>"));
      forms.add(
          mail(
              subject,
              "text/html",
              "<p>" + text + "</p><p><a href=\"https://www.verein.example/\">Verein</a></p>"));
      for (int form = 0; form < forms.size(); form++) {
        byte[] octets = forms.get(form).getBytes(StandardCharsets.UTF_8);
        double found =
            check.inspect(Messages.mail("robin@verein.example", octets)).stream()
                .mapToDouble(Finding::points)
                .sum();
        points.put(one.getKey() + form, found);
      }
    }
    assertThat(points).allSatisfy((_, found) -> assertThat(found).isLessThan(2.5));
  }
}
