// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void lines_alignTextLeftAndNumbersRight() {
        TextTable table = new TextTable().text("NAME").number("N");
        table.row("a", 5).row("longer", 123);
        assertThat(table.lines(80)).containsExactly("NAME      N", "a         5", "longer  123");
    }

    @Test
    void lines_tooWide_cutTheWidestColumn() {
        TextTable table = new TextTable().whole("ID").text("TITLE").text("NOTE");
        table.row("0123456789", "t".repeat(50), "short");
        assertThat(table.lines(40))
                .containsExactly(
                        "ID          TITLE                  NOTE", "0123456789  " + "t".repeat(20) + "…  short");
    }

    @Test
    void lines_noRoomForAllColumns_leaveOutTheLastAndSaySo() {
        TextTable table = new TextTable().whole("id").text("one").text("two").text("three");
        table.row("x".repeat(40), "a".repeat(20), "b".repeat(20), "c".repeat(20));
        assertThat(table.lines(60))
                .containsExactly(
                        "id" + " ".repeat(40) + "one       two",
                        "x".repeat(40) + "  " + "aaaaaaa…  bbbbbbb…",
                        "(not shown: three)");
    }

    @Test
    void lines_noTerminal_areAsWideAsTheyAre() {
        TextTable table = new TextTable().text("A").text("B").row("a".repeat(500), "b");
        assertThat(table.lines(0).get(1)).isEqualTo("a".repeat(500) + "  b");
    }

    @Test
    void row_null_isADash() {
        assertThat(new TextTable().text("A").text("B").row(null, "").lines(80)).containsExactly("A  B", "-");
    }

    @Test
    void row_wrongNumberOfValues_isRefused() {
        assertThatThrownBy(() -> new TextTable().text("A").row(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void row_controlCharacters_areShownNotObeyed() {
        String line = new TextTable()
                .text("A")
                .row("x\u001b[31mred\n\u202eend\u0085")
                .lines(80)
                .get(1);
        assertThat(line).isEqualTo("x\\u001b[31mred\\n\\u202eend\\u0085");
    }

    @Test
    void lines_wideCharacters_countTwice() {
        TextTable table = new TextTable().text("A").text("B").row("日本語", "x").row("abc", "y");
        assertThat(table.lines(80)).containsExactly("A       B", "日本語  x", "abc     y");
    }

    @Test
    void lines_anyTable_fitTheWidth() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            TextTable table = new TextTable();
            int columns = 1 + random.nextInt(8);
            Object[] values = new Object[columns];
            for (int i = 0; i < columns; i++) {
                table.text("H".repeat(1 + random.nextInt(12)));
                values[i] = (random.nextBoolean() ? "v" : "語").repeat(random.nextInt(60));
            }
            table.row(values);
            int cells = 20 + random.nextInt(100);
            for (String line : table.lines(cells)) {
                if (!line.startsWith("(not shown")) {
                    assertThat(TerminalText.width(line))
                            .as("seed %d round %d", seed, round)
                            .isLessThanOrEqualTo(cells);
                }
            }
        }
    }
}
