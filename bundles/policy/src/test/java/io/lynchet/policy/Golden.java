// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden files: cases separated by a line of equals signs, each with its input above a line of dashes and its result
 * below. With {@code -Dlynchet.golden.write=true} the results are written anew, to be read in the diff.
 */
final class Golden {
    private static final String NEXT = "================";
    private static final String RESULT = "----------------";

    private Golden() {}

    static Stream<DynamicTest> cases(String name, UnaryOperator<String> subject) throws IOException {
        Path file = Path.of("src/test/resources/golden", name);
        List<DynamicTest> tests = new ArrayList<>();
        StringBuilder anew = new StringBuilder();
        for (String text : Files.readString(file).split("(?m)^" + NEXT + "\n")) {
            int line = text.indexOf(RESULT + "\n");
            String input = text.substring(0, line).strip();
            String expected = text.substring(line + RESULT.length() + 1).stripTrailing();
            anew.append(anew.isEmpty() ? "" : NEXT + "\n").append(input).append('\n');
            anew.append(RESULT).append('\n').append(subject.apply(input)).append('\n');
            tests.add(DynamicTest.dynamicTest(
                    input, () -> Assertions.assertThat(subject.apply(input)).isEqualTo(expected)));
        }
        if (Boolean.getBoolean("lynchet.golden.write")) {
            Files.writeString(file, anew);
        }
        return tests.stream();
    }
}
