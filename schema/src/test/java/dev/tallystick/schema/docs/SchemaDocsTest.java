package dev.tallystick.schema.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaDocsTest {
  private static Shadow shadow;

  @BeforeAll
  static void open() {
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  private static SortedMap<String, String> pages(String sql) throws SQLException {
    try (var declared = shadow.declare(List.of(Script.of("schema.sql", sql)))) {
      return SchemaDocs.pages(declared.catalogue());
    }
  }

  @Test
  void aPageSaysWhatATableDeclares() throws SQLException {
    var pages =
        pages(
            """
            CREATE SCHEMA shop;
            CREATE TABLE shop.users (id int PRIMARY KEY, email text);
            CREATE TABLE shop.orders (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                user_id int NOT NULL REFERENCES shop.users ON DELETE CASCADE,
                amount numeric(20,6) NOT NULL DEFAULT 0 CHECK (amount >= 0),
                doubled numeric GENERATED ALWAYS AS (amount * 2) STORED
            );
            CREATE INDEX orders_user_idx ON shop.orders (user_id) WHERE amount > 0;
            COMMENT ON TABLE shop.orders IS 'What was bought';
            COMMENT ON COLUMN shop.orders.amount IS 'USD';
            COMMENT ON INDEX shop.orders_user_idx IS 'Serves the list of a user';
            ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON shop.orders FOR SELECT USING (user_id = 1);
            CREATE VIEW shop.spent AS SELECT user_id, sum(amount) AS sum FROM shop.orders GROUP BY 1;
            CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER orders_fixed BEFORE DELETE ON shop.orders
                FOR EACH ROW EXECUTE FUNCTION shop.refuse();
            CREATE TYPE shop.mood AS ENUM ('good', 'bad');
            """);
    assertThat(pages)
        .containsOnlyKeys(
            "README.md", "orders.md", "users.md", "spent.md", "types.md", "routines.md");
    assertThat(pages.get("orders.md"))
        .contains(
            "What was bought",
            "| `amount` | `numeric(20,6)` |  | default `0` | USD |",
            "| `doubled` | `numeric` | null | generated, stored: `(amount * (2)::numeric)` |  |",
            "| `id` | `bigint` |  | `GENERATED ALWAYS AS IDENTITY` |",
            "| `orders_amount_check` | `CHECK ((amount >= (0)::numeric))` |",
            "| `orders_user_idx` | `btree (user_id) WHERE (amount > (0)::numeric)` | Serves the list",
            "| `user_id` | [users](users.md) | `id` | `ON DELETE CASCADE` |",
            "| `own` | allows SELECT | PUBLIC | `(user_id = 1)` |",
            "| `orders_fixed` | `BEFORE DELETE ON shop.orders FOR EACH ROW EXECUTE FUNCTION",
            "\"users\" ||--o{ \"orders\" : \"user_id\"");
    assertThat(pages.get("orders.md"))
        .containsSubsequence("| `id` |", "| `user_id` |", "| `amount`");
    assertThat(pages.get("users.md")).contains("| [orders](orders.md) | `user_id` | `id` |");
    assertThat(pages.get("README.md"))
        .contains("erDiagram", "integer id PK", "[orders](orders.md)");
  }

  /// Lines of an `erDiagram` as Mermaid's grammar takes them.
  private static final Pattern MERMAID =
      Pattern.compile(
          """
          erDiagram
          |    "[^"%\\\\]+" \\{
          |    }
          |        [A-Za-z_][\\p{L}\\p{Nd}_\\[\\]]* [A-Za-z_][\\p{L}\\p{Nd}_]* (PK|FK|UK)(, (FK|UK))*( "[^"%\\\\]*")?
          |    "[^"%\\\\]+" (\\|\\||\\|o)--(o\\||o\\{) "[^"%\\\\]+" : "[^"%\\\\]+"
          """
              .replace("\n", ""));

  @Test
  void oddNamesAreLegalInMarkdownAndMermaid() throws SQLException {
    var pages =
        pages(
            """
            CREATE TABLE "Order" ("1st \""key\""" int PRIMARY KEY, "a|b" text DEFAULT 'x|y');
            CREATE TABLE "order" (
                "%o{}" int REFERENCES "Order" UNIQUE,
                "größe \\ 100%" varchar(3)[] PRIMARY KEY,
                "timestamp with time zone" timestamptz REFERENCES "one"
            );
            CREATE TABLE "one" ("to" timestamptz PRIMARY KEY, parent timestamptz REFERENCES "one");
            CREATE TABLE "readme" (id int);
            COMMENT ON COLUMN "order"."größe \\ 100%" IS E'"100%" of\\n<b>\\\\n|*it*';
            COMMENT ON TABLE "order" IS '# <script> a_b _c_ | `d` $e$';
            """);
    assertThat(pages)
        .containsOnlyKeys("README.md", "order.md", "order-2.md", "one.md", "readme-2.md");
    assertThat(pages.get("order-2.md"))
        .contains(
            "\\# &lt;script&gt; a_b \\_c\\_ \\| \\`d\\` \\$e\\$\n", "\"100%\" of<br>&lt;b&gt;");
    assertThat(pages.get("order.md"))
        .contains("| `\"a\\|b\"` | `text` | null | default `'x\\|y'::text`");
    int lines = 0;
    for (var page : pages.values()) {
      for (var block : page.split("```mermaid\n", -1)) {
        if (!block.startsWith("erDiagram")) continue;
        for (var line : block.substring(0, block.indexOf("```")).lines().toList()) {
          assertThat(line).matches(MERMAID);
          lines++;
        }
      }
    }
    assertThat(lines).isGreaterThan(20);
  }

  @Test
  void onlyWhatChangedIsWrittenAndPagesOfOthersStay(@TempDir Path folder)
      throws IOException, SQLException {
    var docs = new DocsFolder(folder.resolve("docs"));
    var pages = new TreeMap<>(pages("CREATE TABLE a (id int); CREATE TABLE b (id int);"));
    assertThat(docs.stale(pages)).containsExactly("README.md", "a.md", "b.md");
    assertThat(docs.update(pages)).containsExactly("README.md", "a.md", "b.md");
    assertThat(docs.update(pages)).isEmpty();
    Files.writeString(docs.path().resolve("notes.md"), "# Ours\n");

    pages.remove("b.md");
    pages.put("a.md", pages.get("a.md") + "more\n");
    assertThat(docs.stale(pages)).containsExactly("a.md", "b.md");
    docs.update(pages);
    assertThat(docs.path().resolve("b.md")).doesNotExist();
    assertThat(docs.path().resolve("notes.md")).exists();
  }
}
