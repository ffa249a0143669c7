package org.postern.gateway.store.sql;

import java.util.List;

/// Rows of the table of lessons as version 7 had them, and what version 8 makes of them.
final class LessonRows {

  /// Two filters, three reporters; what one said last about a message was the only word about it.
  static final List<String> BEFORE =
      List.of(
          "INSERT INTO lesson VALUES (1, 'a', 'a.example', 'd1', 1, 'bob@a.example', 11)",
          "INSERT INTO lesson VALUES (2, 'a', 'a.example', 'd2', 0, 'bob@a.example', -12)",
          "INSERT INTO lesson VALUES (3, 'a', 'a.example', 'd3', 1, '', 13)",
          "INSERT INTO lesson VALUES (7, 'a', 'a.example', 'd4', 1, 'bob@a.example', 14)",
          "INSERT INTO lesson VALUES (9, 'b', 'a.example', 'd1', 0, 'ann@b.example', 15)");

  static final String LESSONS =
      "SELECT id, tenant, owner, digest, spam, reporter, likeness FROM lesson ORDER BY id";

  static final List<String> LESSONS_AFTER =
      List.of(
          "1|a|a.example|d1|1|bob@a.example|11",
          "2|a|a.example|d2|0|bob@a.example|-12",
          "3|a|a.example|d3|1||13",
          "7|a|a.example|d4|1|bob@a.example|14",
          "9|b|a.example|d1|0|ann@b.example|15");

  static final String TEACHERS =
      "SELECT tenant, owner, reporter, last FROM teacher ORDER BY tenant, owner, reporter";

  static final List<String> TEACHERS_AFTER =
      List.of("a|a.example||3", "a|a.example|bob@a.example|7", "b|a.example|ann@b.example|9");

  /// Another word about a message that somebody spoke of: an entry of its own from version 8 on.
  static final String SECOND_WORD =
      "INSERT INTO lesson VALUES (10, 'a', 'a.example', 'd1', 0, 'eve@a.example', 16)";

  private LessonRows() {}
}
