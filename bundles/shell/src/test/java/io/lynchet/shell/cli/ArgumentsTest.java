// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.principal.Principal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final CommandSyntax SYNTAX = CallerOptions.options(
                    CommandSyntax.of("rows", "Entity", "[id]").option("--limit", "n", "at most"), "admin")
            .flag("-f", "follow")
            .json();

    private static Arguments read(String line) {
        return Arguments.of(SYNTAX, line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void of_takesOptionsAnywhereAndWithEquals() {
        Arguments arguments = read("--limit=5 Todo -f x1 --json");
        assertThat(arguments.operand(0)).isEqualTo("Todo");
        assertThat(arguments.optionalOperand(1)).contains("x1");
        assertThat(arguments.number("--limit", 1, 10)).hasValue(5);
        assertThat(arguments.has("-f")).isTrue();
        assertThat(arguments.json()).isTrue();
    }

    @Test
    void of_doubleDash_endsTheOptions() {
        assertThat(read("Todo -- --json").operand(1)).isEqualTo("--json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|<Entity> is missing",
                "Todo a b|\"b\" is one word too many",
                "Todo --limti 5|no option --limti (did you mean \"--limit\"?)",
                "Todo --limit|--limit needs a value: --limit n",
                "Todo --json=yes|--json takes no value",
            })
    void of_wrongWords_areRefusedInASentence(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(CommandUsageException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"0", "11", "-1", "x", "1e1", "99999999999999999999", "5.0"})
    void number_outOfRangeOrNone_isRefused(String number) {
        assertThatThrownBy(() -> read("Todo --limit=" + number).number("--limit", 1, 10))
                .isInstanceOf(CommandUsageException.class)
                .hasMessage("--limit takes a whole number from 1 to 10");
    }

    @Test
    void value_givenTwice_isRefused() {
        assertThatThrownBy(() -> read("Todo --limit 1 --limit 2").value("--limit"))
                .hasMessage("--limit occurs twice");
    }

    @Test
    void caller_isBuiltFromItsOptions() {
        Principal caller =
                CallerOptions.of(read("Todo --as user:u1 --role a --role b --tenant t --email e@x"), Principal.ADMIN);
        assertThat(caller).isEqualTo(new Principal("u1", "e@x", "t", Set.of("a", "b"), false, false));
        assertThat(CallerOptions.name(caller)).isEqualTo("user u1 (a, b)");
        assertThat(CallerOptions.of(read("Todo"), Principal.ANONYMOUS)).isEqualTo(Principal.ANONYMOUS);
        assertThat(CallerOptions.of(read("Todo --as admin"), Principal.ANONYMOUS))
                .isEqualTo(Principal.ADMIN);
    }

    @ParameterizedTest
    @CsvSource({"Todo --as root", "Todo --as user:", "Todo --role a", "Todo --as admin --role a"})
    void caller_thatMakesNoSense_isRefused(String line) {
        assertThatThrownBy(() -> CallerOptions.of(read(line), Principal.ADMIN))
                .isInstanceOf(CommandUsageException.class);
    }

    @Test
    void syntax_usage_marksWhatMayBeLeftOut() {
        assertThat(SYNTAX.usage()).isEqualTo("rows <Entity> [<id>] [options]");
    }
}
