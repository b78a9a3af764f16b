// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.manifest.PolicyRule.Slot;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages for app developers say what is true. */
final class GuideTest {
    private static final Path DOCS = Path.of("../../distribution/src/main/docs");

    /** The app that the guide is about. */
    private static final Schema SCHEMA = new Schema(List.of(
            World.USER,
            World.MEMBER,
            new Entity(
                    "Todo",
                    List.of(
                            Field.of("ownerId", FieldType.reference("User"), true),
                            Field.of("title", FieldType.STRING, true),
                            Field.of("team", FieldType.STRING, true),
                            Field.of("done", FieldType.BOOL, true),
                            Field.of("state", FieldType.enumOf(List.of("open", "closed")), true),
                            Field.of("rank", FieldType.INT, true),
                            Field.of("price", FieldType.FLOAT, true),
                            Field.of("due", FieldType.DATETIME, true),
                            Field.of("meta", FieldType.JSON, true)),
                    List.of(),
                    List.of(),
                    true)));

    @TestFactory
    Stream<DynamicTest> everyExample_compiles() throws IOException {
        String guide = guide();
        Stream<String> lines = Pattern.compile("```policy\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .flatMap(block -> block.group(1).lines());
        Stream<String> values = Pattern.compile("\"allow\\w*\": \"([^\"]+)\"")
                .matcher(guide)
                .results()
                .map(match -> match.group(1));
        return Stream.concat(lines, values)
                .map(text -> DynamicTest.dynamicTest(
                        text, () -> assertThat(diagnose(text)).isEmpty()));
    }

    private static String guide() throws IOException {
        return Files.readString(DOCS.resolve("policies.md")) + Files.readString(DOCS.resolve("policy-language.md"));
    }

    private static List<Diagnostic> diagnose(String text) {
        return new ExpressionPolicyEngine()
                .compile(SCHEMA, List.of(World.policy("p", "Todo", Slot.ALLOW, text)))
                .diagnostics();
    }

    @Test
    void everyCode_isInTheTable() throws IOException {
        String guide = guide();
        TreeSet<String> codes = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Pattern.compile("\"(POLICY_[A-Z_]+)\"")
                        .matcher(Files.readString(source))
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .forEach(codes::add);
            }
        }
        assertThat(codes)
                .hasSizeGreaterThan(8)
                .allSatisfy(code -> assertThat(guide).contains("| `" + code + "` |"));
    }

    @Test
    void exampleOfAnError_isWhatIsSaid() throws IOException {
        Diagnostic diagnostic = diagnose("auth.userId == data.ownrId").get(0);
        assertThat(guide())
                .contains(
                        diagnostic.toString().replaceFirst(".*: error", "error").replace("'p'", "'own todos'"));
    }
}
