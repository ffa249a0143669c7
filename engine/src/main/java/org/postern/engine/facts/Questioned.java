package org.postern.engine.facts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A text in which somebody shows a message to somebody else and doubts it: a few words of his own
/// (`is this real?`, `I never ordered that`, `hiermit zeige ich an`), below them what he got, as
/// mail programs pass on or quote, or attached to them. Who wants to cheat does not call his own
/// message a fraud.
///
/// @param own the words above, or beside the attached message
public record Questioned(String own) {

  private static final int MOST_TEXT = 20_000;
  private static final int MOST_LINES = 60;
  private static final int LEAST_LETTERS = 8;
  private static final int MOST_LETTERS = 600;
  private static final int BLOCK = 6;

  /// Longer lines name nobody who wrote.
  private static final int LONGEST_LINE = 300;

  private static final List<String> MARKS =
      List.of(
          "forwarded message",
          "original message",
          "original-nachricht",
          "weitergeleitet",
          "ursprüngliche nachricht",
          "message transféré",
          "message d'origine",
          "mensagem encaminhada",
          "mensagem original",
          "mensaje reenviado",
          "mensaje original",
          "messaggio inoltrato",
          "messaggio originale",
          "doorgestuurd bericht",
          "oorspronkelijk bericht",
          "przekazan",
          "oryginalna",
          "přeposlan",
          "původní zpráva",
          "vidarebefordra",
          "ursprungligt",
          "videresendt",
          "oprindelig",
          "välitetty",
          "alkuperäinen",
          "továbbított",
          "eredeti üzenet",
          "mesaj redirecționat",
          "iletilmiş",
          "iletilen",
          "özgün ileti",
          "προωθ",
          "пересыла",
          "пересла",
          "исходное сообщение",
          "הועבר",
          "معاد توجيه",
          "转发",
          "轉寄",
          "転送",
          "전달");

  /// `On Monday Ann wrote:`, in a line that names a day.
  private static final Pattern WROTE =
      Pattern.compile(
          "\\d[^\\n]{0,150}(?:wrote|schrieb|a écrit|escribi[óo]|escreveu|ha scritto|schreef|napisa|skrev|kirjoitti"
              + "|napsal|írta|a scris|yazdı|έγραψε|написа|写道|寫道)[^\\n]{0,80}:\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// Doubt, denial, report.
  private static final Pattern DOUBT =
      Pattern.compile(
          "\\b(?:is (?:this|that|it)|if (?:this|it)(?: is|'s))(?: \\w+)? (?:real|legit|genuine|true|fake|spam|a (?:scam|fraud|virus|hoax)|phishing|safe|ours|from you|yours)"
              + "|\\b(?:scam|phish(?:ing)?|fraud|hoax|fake|bogus|dodgy|suspicious|legit|fishy)\\b"
              + "|\\b(?:what|how) (?:do|should|shall|can|must) (?:i|we)\\b|\\b(?:do|should|must|shall) (?:i|we) (?:pay|call|ring|click|answer|reply|worry|do|open|send|trust)"
              + "|\\bi (?:did ?n[o']t|didnt|never|have ?n[o']t|havent|did not|have not)\\b|\\b(?:is|was)(?:n't| not) (?:his|her|my|our|your|from|him|us|real)\\b"
              + "|did (?:you|anyone|anybody|any of you) (?:also )?(?:get|got|receive|really|buy|order|send|write)|be careful|watch out|don't (?:click|open|pay)"
              + "|\\bwhat(?:'s| is| on earth is| the hell is) (?:this|that|it)\\b|\\bshould (?:i|we) (?:be )?(?:worried|scared|concerned)|\\b(?:any idea|thoughts)\\?|\\blook (?:at )?what (?:i|we) got"
              + "|was (?:ist|soll) (?:das|dies)|c.est quoi|qué es esto|qu[eé] hago|che (?:cos.)?è quest|cos.è quest|o que é is[st]o|wat is dit|co to (?:jest|je)\\b|vad är det här|hva er dette|hvad er det|что это|що це|bu ne(?:dir)?\\b|τι είναι αυτό|מה זה|ما هذا|これは何|これって|这是什么|這是什麼|이게 뭐"
              + "|betrug|betrüg|fälschung|gefälscht|verdächtig|seriös|ist das (?:echt|wahr|von (?:dir|euch|ihnen))|soll(?:en)? (?:ich|wir)|muss (?:ich|man)|müssen wir"
              + "|zeige ich|anzeige|nicht (?:bestellt|von uns|von mir|geöffnet|angeklickt)|nichts bestellt|auch bekommen|nie bestellt|was mach(?:e|en) (?:ich|wir)|vorsicht"
              + "|arnaque|escroquerie|fraude|hameçonnage|faux|c'est (?:vrai|quoi|bien toi|bien vous|sérieux)|je paye ou|dois-je|faut-il|on fait quoi|rien commandé|suspect|je signale|je dépose plainte|pas (?:ouvert|cliqué)"
              + "|estafa|timo\\b|fraudulent|sospechos|es (?:verdad|real|cierto|de fiar)|qué hago|tengo que (?:pagar|llamar)|no he (?:pedido|comprado|pinchado|abierto)|denunci|falso"
              + "|golpe|burla|isso é (?:verdade|real)|isto é (?:verdade|real)|é verdade|devo pagar|não (?:comprei|pedi|abri|cliquei)|suspeit|o que (?:eu )?faço"
              + "|truffa|è (?:ver[oa]|reale)|devo (?:pagare|preoccuparmi|chiamare)|mi devo preoccupare|cosa (?:devo )?fac|non ho (?:ordinato|comprato|aperto|cliccato)|sospett|falsa|segnalo"
              + "|oplichting|nep\\b|verdacht|is dit (?:echt|waar)|moet ik|wat moet|niet besteld|niets besteld|melding van|klopt dit"
              + "|oszustw|podejrzan|czy (?:to|ta|ten) .{0,30}(?:prawda|prawdziw|od (?:państwa|was|ciebie)|wasz)|czy mam|co mam zrobić|nie (?:zamawia|otwiera|klika)|zgłaszam|dziwn"
              + "|podvod|podezřel|je to pravda|mám (?:to )?zaplatit|neobjedn|csalás|átverés|gyanús|igaz ez|mit csinál|înșel|escrocherie|suspicios|este (?:real|adevărat)|ce fac\\b"
              + "|bedrägeri|bluff|misstänk|är (?:det|detta) (?:äkta|sant)|ska jag|svindel|mistenk|mistænk|er (?:dette|det) (?:ekte|ægte|sant)|skal jeg|huijau|epäilyttäv|onko tämä"
              + "|dolandırıcı|şüpheli|bu gerçek|ne yapayım|sipariş vermedim|απάτη|ύποπτ|είναι αλήθεια|τι να κάνω|мошен|развод|подозрит|это правда|что (?:мне )?делать|шахра|підозріл|це правда|що робити"
              + "|הונאה|חשוד|זה אמיתי|מה לעשות|احتيال|مشبوه|هل هذا|ماذا أفعل|詐欺|怪しい|本物|どうすれ|迷惑メール|诈骗|詐騙|可疑|是真的|怎么办|怎麼辦|사기|의심|진짜|어떻게 해"
              + "|\\breport(?:ing)? (?:this|these|the (?:attached|below|following|message|e-?mail)|an? (?:e-?mail|mail|message)|attached|below)|\\b(?:claim|pretend|purport)(?:s|ed|ing)? to (?:be|come)\\b|\\bpos(?:es|ed|ing) as\\b|\\bimpersonat"
              + "|gibt sich (?:\\w+ )?(?:als|für) |gibt vor,? |se fait passer|prétend être|se hace pasar|dice ser|si spaccia|se faz passar|doet zich voor|podszywa|vydáv[aá] se|utg[ie]r sig|utgir seg|udgiver sig|выдаёт себя|выдает себя|なりすまし|冒充"
              + "|หลอกลวง|มิจฉาชีพ|จริงไหม|lừa đảo|có thật|đáng ngờ|penipuan|apakah ini (?:asli|benar)|mencurigakan|धोखा|असली",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// How those begin who only want to be read: no doubt about what they attach.
  private static final Pattern REMINDS =
      Pattern.compile(
          "(?:did|have) (?:you|anyone|anybody|any of you) (?:also )?(?:get|got|received?|read|seen?)\\b|\\bi (?:have ?n[o']t|havent|have not|did ?n[o']t|didnt|did not|never) (?:yet )?(?:hear|heard|got|get|gotten|receive|received|had)\\b",
          Pattern.CASE_INSENSITIVE);

  /// Lines that the receiver's own system puts above mail from outside.
  private static final Pattern BANNER =
      Pattern.compile(
          "(?m)^.{0,300}\\b(?:external|outside|originat\\w{1,5}|extern\\w{0,3}|außerhalb|extérieur|esterno|fuera de|fora d[ae]|buiten|zewn\\w{1,9})\\b.{0,500}$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// What wants something done with what is attached.
  private static final Pattern URGES =
      Pattern.compile(
          "\\b(?:please|kindly|pls|must|need to|have to|bitte|veuillez|merci d[e']|por favor|per favore|prego|graag|proszę|prosím)[ ,]{1,2}(?!not |don.t |never |nicht |pas |ne |no |non |não |niet |nie )(?:\\S{1,20} ){0,3}?(?:open|download|sign|pay|reply|respond|answer|contact|click|fill|transfer|öffne|unterschreib|zahl|bezahl|antwort|überweis|ouvrir|signer|payer|régler|répondre|abrir|firmar|pagar|responder|abra|aprire|firmare|rispondere|openen|betalen|otworzyć|zapłacić)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// What asks the reader to go or to call somewhere.
  private static final Pattern LEADS =
      Pattern.compile(
          "https?:|www\\.|[^\\s@]@[^\\s@]+\\.\\p{L}|(?:\\d[ ()./~-]{0,3}){8}",
          Pattern.CASE_INSENSITIVE);

  /// Empty where nothing stands below, or nothing doubtful above.
  public static Optional<Questioned> of(String visible) {
    String text = visible.substring(0, Math.min(visible.length(), MOST_TEXT));
    List<String> lines = text.lines().limit(MOST_LINES).toList();
    int cut = 0;
    while (cut < lines.size() && !begins(lines, cut)) {
      cut++;
    }
    if (cut == 0 || cut == lines.size()) {
      return Optional.empty();
    }
    String own = String.join("\n", lines.subList(0, cut)).strip();
    return doubts(own, own) ? Optional.of(new Questioned(own)) : Optional.empty();
  }

  /// The words beside a message that is attached; empty where they do not doubt it, or want
  /// something done with it.
  public static Optional<Questioned> beside(String visible) {
    String own = visible.strip();
    return own.length() <= MOST_TEXT
            && doubts(own, REMINDS.matcher(BANNER.matcher(own).replaceAll("")).replaceAll(" "))
            && !URGES.matcher(own).find()
        ? Optional.of(new Questioned(own))
        : Optional.empty();
  }

  private static boolean doubts(String own, String about) {
    long letters = own.chars().filter(Character::isLetter).count();
    return letters >= LEAST_LETTERS && letters <= MOST_LETTERS && DOUBT.matcher(about).find();
  }

  /// Whether the words name an address, a link or a number to call: who doubts what he shows leads
  /// nobody anywhere, but the signature of a colleague does.
  public boolean leads() {
    return LEADS.matcher(own).find();
  }

  /// Whether a line is the first of a whole message that is shown.
  static boolean showsMessage(List<String> lines, int at) {
    return marked(lines.get(at).strip()) || block(lines, at);
  }

  /// Whether a line is the first of what is shown.
  private static boolean begins(List<String> lines, int at) {
    String line = lines.get(at).strip();
    boolean shortLine = line.length() <= LONGEST_LINE;
    return line.startsWith(">")
        || (shortLine && endsInColon(line) && WROTE.matcher(line).find())
        || showsMessage(lines, at);
  }

  /// Which [#WROTE] needs, and few lines have; behind it a line end of another system may stand.
  private static boolean endsInColon(String line) {
    int colon = line.lastIndexOf(':');
    return colon >= 0 && colon >= line.length() - 2;
  }

  private static boolean marked(String line) {
    if (line.length() > 100
        || !(line.startsWith("--") || line.endsWith(":") || line.endsWith(": "))) {
      return false;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    return MARKS.stream().anyMatch(lower::contains);
  }

  /// Two lines of a header beside each other, one of them From or Subject.
  private static boolean block(List<String> lines, int at) {
    if (!Forwarded.fieldOfHeader(lines.get(at))) {
      return false;
    }
    int fields = 0;
    for (int i = at; i < Math.min(lines.size(), at + BLOCK); i++) {
      fields += Forwarded.fieldOfHeader(lines.get(i)) ? 1 : 0;
    }
    return fields >= 2;
  }
}
