// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final List<CommandOption> OPTIONS = List.of(
            CommandOption.value("--port"),
            CommandOption.value("--set"),
            CommandOption.flag("--dev"),
            CommandOption.flag("--help"));

    private static CommandLine parse(String... words) {
        return CommandLine.parse("run", OPTIONS, false, List.of(words));
    }

    @Test
    void options_inAnyOrder_areTakenFromBetweenOperands() {
        CommandLine arguments = parse("--port", "80", "todo", "--dev");
        assertThat(arguments.operand("an app")).isEqualTo("todo");
        assertThat(arguments.value("--port")).isEqualTo("80");
        assertThat(arguments.has("--dev")).isTrue();
        assertThat(arguments.has("--help")).isFalse();
    }

    @Test
    void value_afterEquals_mayHoldEqualsItself() {
        assertThat(parse("--set=a:b=c=d").value("--set")).isEqualTo("a:b=c=d");
    }

    @Test
    void option_givenTwice_lastValueCountsAndAllAreKept() {
        CommandLine arguments = parse("--set", "a", "--set", "b");
        assertThat(arguments.value("--set")).isEqualTo("b");
        assertThat(arguments.values("--set")).containsExactly("a", "b");
    }

    @Test
    void shortHelp_isHelp() {
        assertThat(parse("-h").has("--help")).isTrue();
    }

    @Test
    void doubleDash_endsOptions() {
        assertThat(parse("--", "--dev").operands()).containsExactly("--dev");
    }

    @Test
    void unknownOption_isRefusedWithTheNearest() {
        assertThatThrownBy(() -> parse("--prot", "80"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("unknown option --prot. Did you mean --port?")
                .hasMessageContaining("lynchet run --help")
                .extracting(e -> ((Refusal) e).exitCode())
                .isEqualTo(64);
    }

    @Test
    void missingValue_isRefused() {
        assertThatThrownBy(() -> parse("--port")).hasMessageContaining("--port needs a value");
        assertThatThrownBy(() -> parse("--port", "--dev")).hasMessageContaining("--port needs a value");
    }

    @Test
    void valueOfFlag_isRefused() {
        assertThatThrownBy(() -> parse("--dev=true")).hasMessageContaining("--dev takes no value");
    }

    @Test
    void operand_missingOrSuperfluous_isRefused() {
        assertThatThrownBy(() -> parse().operand("the folder of an app")).hasMessageContaining("the folder of an app");
        assertThatThrownBy(() -> parse("a", "b").operand("an app")).hasMessageContaining("unexpected argument b");
    }

    @Test
    void line_takesOptionsBehindItsFirstWordAsTheyAre() {
        CommandLine arguments = CommandLine.parse(
                "shell", OPTIONS, true, List.of("--port", "1", "rows", "Todo", "--limit", "5", "--dev"));
        assertThat(arguments.operands()).containsExactly("rows", "Todo", "--limit", "5", "--dev");
        assertThat(arguments.has("--dev")).isFalse();
    }
}
