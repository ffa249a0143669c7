package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every name that a reader may take for an attachment is among its names.
class NamesTest {

  private static Part part(String fields) {
    return MimeParserTest.parse(fields + "\n\nx\n").root();
  }

  private static List<String> names(String fields) {
    return part(fields).names();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename=mal.exe",
        "filename=\"mal.exe\"",
        "filename='mal.exe'",
        "filename =mal.exe",
        "filename= mal.exe",
        "filename\n =mal.exe",
        "\n \n filename=\n mal.exe",
        "filename=ok.png; filename=mal.exe",
        "filename=mal.exe; filename=ok.png",
        "filename=\"mal\".exe",
        "filename=mal\".exe",
        "filename=\"mal.exe",
        "filename=mal;.exe; filename=mal.exe",
        "filename=\"mal.\\exe\"",
        "filename=mal\\.exe",
        "filename()=mal.exe",
        "file(x)name=mal.exe",
        "filename=mal.exe()",
        "filename=mal.exe(.gif)",
        "filename=mal.e(.gif)xe",
        "filename=\"=?us-ascii?B?bWFsLmV4ZQ==?=\"",
        "filename=\"=?utf-16?B?AG0AYQBsAC4AZQB4AGU=?=\"",
        "filename=\"=?utf-16?B?bQBhAGwALgBlAHgAZQA=?=\"",
        "filename=\"=?utf-8?Q?mal?= =?utf-8?Q?=2Eexe?=\"",
        "filename*=''mal.exe",
        "filename*=utf-8''mal%2Eexe",
        "filename*=mal.exe",
        "filename*=nonsense'xx'mal%2Eexe",
        "filename*=UTF-16''%00m%00a%00l%00.%00e%00x%00e",
        "filename*=UTF-16''m%00a%00l%00.%00e%00x%00e%00",
        "filename*0=mal.; filename*1=exe",
        "filename*1=exe; filename*0=mal.",
        "filename*1=mal.; filename*0=exe",
        "filename*0=mal.; filename*2=exe",
        "filename*1=mal.; filename*2=exe",
        "filename*0*=''mal.; filename*1*=%65xe",
        "filename*1*=%65xe; filename*0*=''mal.",
        "filename*1*=''mal.; filename*0*=exe",
        "filename*0*=''mal; filename*1=\".exe\"",
        "filename=ok.png; filename*=''mal.exe",
        "filename*=''mal.exe; filename=ok.png",
        "filename*0=mal.%65xe",
        "size=3 filename=mal.exe",
        "size=\"3\" filename=mal.exe",
        "foo=\"x;filename=mal.exe"
      })
  void finds_the_name_in(String parameters) {
    String value = "attachment; " + parameters;
    assertThat(names("Content-Disposition: " + value)).contains("mal.exe");
    String typed = "application/x; " + parameters.replace("filename", "name");
    if (!parameters.contains("file(x)")) {
      assertThat(names("Content-Type: " + typed)).contains("mal.exe");
    }
  }

  @Test
  void names_of_both_headers_and_of_doubled_headers_are_given() {
    assertThat(
            names(
                """
                Content-Type: application/x; name=a.png
                Content-Type: application/x; name=b.png
                Content-Disposition: attachment; filename=c.png
                Content-Disposition: attachment; filename=d.png\
                """))
        .containsExactly("c.png", "d.png", "a.png", "b.png");
  }

  @Test
  void pieces_in_several_headers_are_put_together() {
    assertThat(
            names(
                """
                Content-Type: application/x; name*1=exe
                Content-Disposition: attachment; filename*0=mal.\
                """))
        .contains("mal.exe");
  }

  @Test
  void raw_names_are_read_as_utf8_or_latin() {
    assertThat(names("Content-Disposition: inline; filename=\"\u00c3\u00bc.doc\""))
        .containsExactly("ü.doc");
    assertThat(names("Content-Disposition: inline; filename=\"\u00fc.doc\""))
        .containsExactly("ü.doc");
  }

  @Test
  void empty_names_are_none() {
    assertThat(names("Content-Disposition: inline; filename=\"\"; filename*=")).isEmpty();
    assertThat(part("Content-Disposition: inline; filename=\"\"").attachment()).isFalse();
    assertThat(part("Content-Disposition: attachment").attachment()).isTrue();
  }

  @Test
  void a_name_with_blanks_but_without_quotes_is_given_whole_and_cut() {
    assertThat(names("Content-Disposition: attachment; filename=my file.doc"))
        .containsExactly("my file.doc", "my");
  }
}
