// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import io.lynchet.policy.syntax.Parser;
import io.lynchet.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a manifest, the answer is a diagnostic. */
final class HostileTextTest {
    private static final List<String> WORDS = List.of(
            "(",
            ")",
            "[",
            "]",
            "!",
            "-",
            "+",
            "*",
            "/",
            "%",
            "&&",
            "||",
            "==",
            "!=",
            "<",
            ">=",
            " in ",
            " contains ",
            "exists(Member where ",
            "auth.userId",
            "auth.roles",
            "auth.hasRole(",
            "data.rank",
            "data.title",
            "data.due",
            "existing.done",
            "level",
            "now",
            "null",
            "true",
            "1",
            "2.5",
            "'a'",
            "\"b\"",
            ",",
            ".",
            " ",
            "f(",
            "where",
            "\u00e9",
            "'",
            "\\");

    private final World world = new World();

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "-", "- ", "[", "f(", "exists(Member where ", "!(", "auth.hasRole(", "true == ("})
    void nesting_tenThousandDeep_isTooDeep(String opening) {
        assertThat(codes(opening.repeat(10_000 / opening.length()) + "1")).containsExactly("POLICY_TOO_DEEP");
        assertThat(codes(opening.repeat(10_000) + "1")).isNotEmpty();
    }

    @Test
    void nesting_isAllowedUpToTheLimit() {
        int most = Parser.DEPTH_MAX;
        assertThat(codes("(".repeat(most) + "true" + ")".repeat(most))).isEmpty();
        assertThat(codes("(".repeat(most + 1) + "true" + ")".repeat(most + 1))).containsExactly("POLICY_TOO_DEEP");
        assertThat(codes("!".repeat(most) + "true")).isEmpty();
        assertThat(codes("!".repeat(most + 1) + "true")).containsExactly("POLICY_TOO_DEEP");
    }

    @Test
    void flatChains_areNoNesting() {
        assertThat(codes("data.done" + " || data.done".repeat(1_200))).isEmpty();
        assertThat(codes("data.done" + " && data.done".repeat(1_200))).isEmpty();
    }

    @Test
    void arithmetic_hasALimitOfItsOwn() {
        assertThat(codes("1" + " + 1".repeat(Parser.CALCULATIONS_MAX) + " == 257"))
                .isEmpty();
        assertThat(codes("1" + " + 1".repeat(Parser.CALCULATIONS_MAX + 1) + " == 258"))
                .containsExactly("POLICY_TOO_LONG");
    }

    @Test
    void oneMegabyte_isTooLong() {
        assertThat(codes("'" + "a".repeat(1 << 20) + "' == data.title")).containsExactly("POLICY_TOO_LONG");
        assertThat(codes("a".repeat(Parser.CHARS_MAX + 1))).containsExactly("POLICY_TOO_LONG");
    }

    @Test
    void conditionsComparedWithConditions_doNotExplode() {
        String text = "data.done";
        for (int i = 0; i < 30; i++) {
            text = "((" + text + ") == (data.rank > " + i + "))";
        }
        assertThat(codes(text)).contains("POLICY_TOO_LONG");
    }

    @Test
    void manyFindings_areCutOff() {
        assertThat(codes("data.x == 1" + " || data.x == 1".repeat(500))).hasSize(20);
    }

    @Test
    void randomBytes_areAnswered() {
        Seeds.forEach(10_000, random -> {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            answered(new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void randomWords_areAnswered() {
        Seeds.forEach(10_000, random -> {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(WORDS.get(random.nextInt(WORDS.size())));
            }
            answered(text.toString());
        });
    }

    @Test
    void mutatedExpressions_areAnswered() {
        String good =
                "exists(Member where userId == auth.userId && team in ['a', data.team]) || !(data.rank + 1 >= 2.5)";
        Seeds.forEach(5_000, random -> answered(mutated(good, random)));
    }

    private static String mutated(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                default -> text.setCharAt(at, (char) random.nextInt(128));
            }
        }
        return text.toString();
    }

    private void answered(String text) {
        List<Diagnostic> diagnostics = world.diagnose(text);
        for (Diagnostic diagnostic : diagnostics) {
            // A million AssertJ descriptions would take longer than what is tested.
            int column = diagnostic.position().column();
            boolean fine = !diagnostic.message().contains("\n")
                    && diagnostic.code().startsWith("POLICY_")
                    && column >= 20
                    && column <= 20 + 6 * text.length() + 1;
            if (!fine) {
                throw new AssertionError(text + ": " + diagnostic);
            }
        }
    }

    private List<String> codes(String text) {
        return world.diagnose(text).stream().map(Diagnostic::code).toList();
    }
}
