// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.policy.Explanation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.shell.ShellFixture;
import io.lynchet.shell.ShellFixture.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The commands about the app's rows, run through the socket and Gogo. */
@Timeout(60)
class DataCommandsTest {
    private ShellFixture shell;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellFixture(8);
        shell.data.add(shell.data.sample.user("u1", "email", "u1@example.com"));
        for (int i = 1; i <= 3; i++) {
            shell.data.add(shell.data.sample.todo("t" + i, "rank", (long) i, "done", i == 2));
        }
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private String out(String line) throws IOException {
        Answer answer = shell.run(line, 80);
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(answer.out().lines())
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(80));
        return answer.out();
    }

    private Answer refused(int code, String line) throws IOException {
        Answer answer = shell.run(line, 80);
        assertThat(answer.code()).as(answer.out() + answer.err()).isEqualTo(code);
        assertThat(answer.err()).isNotBlank().doesNotContain("Exception");
        return answer;
    }

    @Test
    void entities_countRows() throws IOException {
        assertThat(out("entities"))
                .contains("User       1       3  id, name, email")
                .contains("Todo       3      12");
        assertThat(shell.run("entities --json").out())
                .startsWith("{\"name\":\"User\",\"rows\":1,\"fields\":[{\"name\":\"id\"");
    }

    @Test
    void entities_ofOne_showTypesAndRules() throws IOException {
        assertThat(out("entities Todo"))
                .containsPattern("title +string +required")
                .containsPattern("state +enum open\\|done\\|dropped +optional")
                .containsPattern("owner +id\\(User\\) +optional")
                .contains("unique index owner_slug on owner, slug");
    }

    @Test
    void rows_fitTheTerminal() throws IOException {
        String[] lines = out("rows Todo").split("\n");
        assertThat(lines[0])
                .isEqualTo("id  title    done   rank  weight  due  state  notes  meta  owner  parent  slug");
        assertThat(lines[2]).isEqualTo("t2  todo t2  true      2       -  -    -      -      -     -      -       -");
    }

    @Test
    void rows_filterOrderAndLimit() throws IOException {
        assertThat(out("rows Todo --where '{\"done\":false}' --order rank:desc --fields id,rank"))
                .isEqualTo("id  rank\nt3     3\nt1     1\n");
        Answer limited = shell.run("rows Todo --limit 2 --offset 0 --json --fields id");
        assertThat(limited)
                .isEqualTo(new Answer(
                        0, "{\"id\":\"t1\"}\n{\"id\":\"t2\"}\n", "There are more rows: --limit 10, or --offset 2.\n"));
    }

    @Test
    void rows_badInput_isToldInASentence() throws IOException {
        assertThat(refused(1, "rows Tod").err()).startsWith("ENTITY_NOT_FOUND: ");
        assertThat(refused(1, "rows Todo --where '{\"dnoe\":1}'").err())
                .startsWith("INVALID_COLUMN: ")
                .contains("done");
        assertThat(refused(1, "rows Todo --where '{\"done\"'").err()).startsWith("INVALID_JSON: ");
        assertThat(refused(1, "rows Todo --order nope").err()).startsWith("INVALID_COLUMN: ");
        assertThat(refused(64, "rows Todo --limit 0").err())
                .startsWith("rows: --limit takes a whole number from 1 to 10000.\n  Usage: rows <Entity> [options]");
        assertThat(refused(1, "rows Todo --where {\"done\":false}").err()).contains("single quotes");
        assertThat(refused(64, "rows Todo --where '{").err()).contains("not complete");
        assertThat(refused(64, "rows Todo --fields titel").err()).contains("did you mean \"title\"?");
    }

    @Test
    void rows_as_askOnBehalfOfThatCaller() throws IOException {
        out("rows Todo --as user:u1 --role editor");
        assertThat(shell.data.callers).containsExactly(new Principal("u1", null, null, Set.of("editor"), false, false));
    }

    @Test
    void get_showsFieldByField() throws IOException {
        assertThat(out("get User u1")).isEqualTo("FIELD  VALUE\nid     u1\nname   user u1\nemail  u1@example.com\n");
        assertThat(shell.run("get User u1 --json").out())
                .isEqualTo("{\"id\":\"u1\",\"name\":\"user u1\",\"email\":\"u1@example.com\"}\n");
        assertThat(refused(1, "get User nobody").err()).isEqualTo("NOT_FOUND: There is no User nobody.\n");
    }

    @Test
    void writes_tellIdAndSeq() throws IOException {
        assertThat(out("insert User '{\"name\":\"a  b\"}'")).isEqualTo("inserted User made5 (seq 5)\n");
        assertThat(shell.run("get User made5 --json").out()).contains("\"name\":\"a  b\"");
        assertThat(out("update User u1 '{\"name\":\"b\"}'")).isEqualTo("updated User u1 (seq 6)\n");
        assertThat(out("update User u1 '{\"name\":\"b\"}'")).isEqualTo("unchanged User u1\n");
        assertThat(out("delete User u1 --json"))
                .isEqualTo("{\"entity\":\"User\",\"id\":\"u1\",\"kind\":\"delete\",\"seq\":7}\n");
    }

    /** The client quotes each word like this when the user's own shell has taken the quotes away. */
    @Test
    void words_inSingleQuotes_arriveAsTheyAre() throws IOException {
        for (String word : List.of(
                "it's",
                "''",
                "a\\b",
                "a\\\\'b",
                "$x ${y}",
                "a  b",
                "{\"n\":[1,\"\\u00e4\"]}",
                "`x` !! #",
                "é語😀",
                "*?[a]~",
                "a|b;c&d>e")) {
            String quoted = "'" + word.replace("'", "'\\''") + "'";
            assertThat(shell.run("get User " + quoted).err()).isEqualTo("NOT_FOUND: There is no User " + word + ".\n");
        }
    }

    @Test
    void insert_withProblems_listsThemAll() throws IOException {
        Answer answer = refused(1, "insert Todo '{\"titel\":\"x\",\"rank\":\"one\"}'");
        assertThat(answer.err())
                .startsWith("INVALID_DATA: 2 problems")
                .contains("\n  at $.titel: INVALID_COLUMN: ")
                .contains("\n  at $.rank: INVALID_VALUE: ");
        assertThat(shell.data.head()).isEqualTo(4);
    }

    @Test
    void changes_showTheNewest() throws IOException {
        shell.run("update Todo t1 '{\"rank\":9,\"notes\":\"n\"}'");
        assertThat(out("changes --limit 2"))
                .contains("4 2026-01-31 insert Todo t3\n    {\"id\":\"t3\"")
                .endsWith("5 2026-01-31 update Todo t1\n    rank: 1 -> 9, notes: null -> \"n\"\n");
        assertThat(shell.run("changes --entity User").out())
                .isEqualTo("1 2026-01-31 insert User u1"
                        + " {\"id\":\"u1\",\"name\":\"user u1\",\"email\":\"u1@example.com\"}\n");
        assertThat(shell.run("changes --after 4 --json").out())
                .startsWith("{\"seq\":5,\"at\":\"2026-01-31T12:00:00")
                .contains("\"before\":{\"id\":\"t1\"");
        assertThat(shell.run("changes --after 1 --limit 1 --json").out())
                .startsWith("{\"seq\":2,")
                .hasLineCount(1);
    }

    @Test
    void changes_ofOneCommit_areShownTogether() throws IOException {
        shell.data.addTogether(
                shell.data.sample.todo("c1"), shell.data.sample.todo("c2"), shell.data.sample.todo("c3"));
        shell.data.add(shell.data.sample.todo("c4"));
        assertThat(shell.run("changes --limit 2").out().lines())
                .as("the rest of a commit comes with it")
                .hasSize(4)
                .element(0)
                .asString()
                .startsWith("5+ ");
        assertThat(shell.run("changes --after 4 --limit 1").out().lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("7 ");
        assertThat(shell.run("changes --after 4 --limit 1 --json").out()).contains("\"id\":\"c1\",\"commit\":7");
    }

    @Test
    void changes_oldOnesOfARareEntity_areFound() throws IOException {
        for (int i = 0; i < 1_200; i++) {
            shell.data.add(shell.data.sample.todo("x" + i));
        }
        assertThat(shell.run("changes --entity User").out()).startsWith("1 2026-01-31 insert User u1");
        assertThat(shell.run("changes --limit 700").out().lines()).hasSize(700);
    }

    @Test
    void policyExplain_printsTheTree() throws IOException {
        shell.data.explanation = new Explanation(
                "update Todo",
                "denied",
                List.of(new Explanation(
                        "policy owner",
                        "false",
                        List.of(new Explanation(
                                "auth.userId == data.owner",
                                "false",
                                List.of(
                                        new Explanation("auth.userId", "\"u2\"", List.of()),
                                        new Explanation("data.owner", "\"u1\"", List.of())))))));
        assertThat(out("policy explain Todo update --as user:u2 --role a --id t1"))
                .isEqualTo("""
                As user u2 (a):
                update Todo  ->  denied
                └─ policy owner  ->  false
                   └─ auth.userId == data.owner  ->  false
                      ├─ auth.userId  ->  "u2"
                      └─ data.owner  ->  "u1"
                """);
        assertThat(shell.run("policy explain Todo read --json").out())
                .startsWith("{\"expression\":\"update Todo\",\"value\":\"denied\",\"parts\":[{");
        assertThat(refused(64, "policy explain Todo reed").err()).contains("did you mean \"read\"?");
        assertThat(refused(64, "policy Todo read").err()).contains("the line must begin with \"policy explain\"");
        assertThat(refused(64, "policy explain Todo read --data '{}'").err()).contains("insert and update");
    }

    @Test
    void reload_refused_failsAndSaysWhy() throws IOException {
        shell.data.nextReload = new ReloadReport(
                false,
                List.of(Diagnostic.error("X_WRONG", "Wrong.", new SourcePosition("manifest.json", 3, 7), null)),
                List.of(new MigrationStep.DropField("Todo", "rank")));
        Answer answer = refused(1, "reload");
        assertThat(answer.out())
                .isEqualTo("manifest.json:3:7: error X_WRONG: Wrong.\nwould apply drop_field:Todo.rank (loses data)\n");
        assertThat(answer.err()).isEqualTo("The manifest was refused; the old one still serves.\n");
        assertThat(shell.run("reload --json").out())
                .startsWith("{\"applied\":false,\"diagnostics\":[{\"severity\":\"error\",\"code\":\"X_WRONG\"");
    }

    @Test
    void reload_accept_passesTheLabelsOn() throws IOException {
        shell.data.nextReload = new ReloadReport(true, List.of(), List.of(new MigrationStep.DropField("Todo", "rank")));
        assertThat(out("reload --accept drop_field:Todo.rank --accept drop_entity:User"))
                .isEqualTo("applied drop_field:Todo.rank (loses data)\nThe manifest serves.\n");
        assertThat(shell.data.accepted).containsExactlyInAnyOrder("drop_field:Todo.rank", "drop_entity:User");
    }

    @Test
    void store_showsFigures() throws IOException {
        assertThat(out("store")).isEqualTo("""
                STORE       sqlite
                id          store-1
                epoch       1
                head seq    4
                oldest seq  1
                file        /data/lynchet.db
                queue       0
                """);
        assertThat(shell.run("store --json").out())
                .contains("\"details\":{\"file\":\"/data/lynchet.db\",\"queue\":\"0\"}");
    }

    @Test
    void store_showsTheOthersThatAreThere() throws IOException {
        shell.data.used = "postgres";
        assertThat(out("store")).startsWith("STORE       postgres\n").endsWith("""

                OTHERS  ID       EPOCH  HEAD SEQ
                sqlite  store-2      3        99
                """);
        assertThat(shell.run("store --json").out()).contains("\"others\":[{\"provider\":\"sqlite\"");
    }

    @Test
    void withoutTheDataService_everyCommandSaysSo() throws IOException {
        shell.services.services.remove(shell.data);
        for (String line : List.of(
                "entities",
                "rows Todo",
                "get Todo x",
                "insert Todo '{}'",
                "update Todo x '{}'",
                "delete Todo x",
                "changes",
                "changes -f",
                "policy explain Todo read",
                "reload",
                "store")) {
            assertThat(refused(1, line).err())
                    .as(line)
                    .startsWith("UNAVAILABLE: The ")
                    .contains("is not available now");
        }
    }
}
