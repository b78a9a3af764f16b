// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.itests.tidy.rules.calls.ForbiddenCalls;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules themselves: each finds what it is for, and leaves alone what only looks like it. */
class RuleSamplesTest {

    private static final String LAUNCHER = "distribution/launcher/src/main/java/io/lynchet/launcher/A.java";

    static Stream<Samples.Bad> badSamples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("badSamples")
    void check_badSample_saysWhatToDo(Samples.Bad bad) {
        assertThat(Samples.rule(bad.rule()).check(bad.tree()))
                .extracting(Breach::message)
                .anyMatch(m -> m.contains(bad.says()));
    }

    @Test
    void samples_takenTogether_coverEveryRule() {
        assertThat(Samples.all().stream().map(Samples.Bad::rule).collect(Collectors.toSet()))
                .containsAll(Rules.all().stream().map(Rule::name).toList());
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void check_goodFile_findsNothing(RepoFile good) {
        RepoTree tree = RepoTree.of(good);
        // These two look at the tree as a whole and miss everything in a tree of one file.
        assertThat(Rules.all().stream()
                        .map(Rule::name)
                        .filter(n -> !List.of("layout", "changelog-form").contains(n))
                        .flatMap(n -> Samples.rule(n).check(tree).stream()))
                .isEmpty();
    }

    static Stream<RepoFile> goodFiles() {
        String body = Samples.HEADER + "package io.lynchet.data;\n";
        String main = "bundles/data/src/main/java/io/lynchet/data/";
        return Stream.of(
                Samples.text(
                        main + "A.java", body + "class A { ThreadFactory f = r -> new Thread(r, \"data-writer\"); }"),
                Samples.text(
                        main + "A.java",
                        body + "class A { public Thread newThread(Runnable r) { return new Thread(r, \"a\"); } }"),
                Samples.text(
                        main + "A.java", body + "/** Not System.getenv. */ class A { String s = \"Thread.sleep\"; }"),
                Samples.text(
                        main + "A.java",
                        body + "class A { static final int TO"
                                + "DO = 1; Queue<A> q = new LinkedBlockingQueue<>(100); }"),
                Samples.text(main + "A.java", body + "record A(int a, int b, int c, int d, int e, int f) {}"),
                Samples.text(main + "ImplicitGrant.java", body + "class ImplicitGrant {} class Basement {}"),
                Samples.text(main + "InsertRecord.java", body + "interface InsertRecord {} interface Id {}"),
                Samples.text(
                        main + "A.java",
                        body
                                + "class A { void a() { try { b(); } catch (E e) { // The peer is gone, as asked.\n } } }"),
                Samples.text(
                        "bundles/data/src/test/java/io/lynchet/data/ATest.java",
                        body + "class ATest { @Test void pull_afterRetention_returnsGone() { new Random(7L); } }"),
                Samples.text("README.md", "A [page](https://example.org/x), `[code](gone.md)`, a Todo."));
    }

    @Test
    void pomDependencies_apiJsonAndTestScope_areFine() {
        RepoTree tree = RepoTree.of(
                Samples.text("bundles/http/pom.xml", Samples.needs("io.lynchet", "lynchet-json", "")),
                Samples.text(
                        "bundles/data/pom.xml",
                        Samples.needs("io.lynchet", "lynchet-store-memory", "<scope>test</scope>")));
        assertThat(Samples.rule("pom-dependencies").check(tree)).isEmpty();
    }

    @Test
    void forbiddenCalls_inAListedPlace_areFine() {
        Rule rule = new ForbiddenCalls("System.getenv | distribution/launcher/ | the only reader of the environment");
        RepoFile file = Samples.text(LAUNCHER, "class A { String s = System.getenv(\"A\"); }");
        assertThat(rule.check(RepoTree.of(file))).isEmpty();
    }

    @Test
    void forbiddenCalls_listedPlaceThatCallsNoMore_isReported() {
        Rule rule = new ForbiddenCalls("System.getenv | distribution/launcher/ | the only reader of the environment");
        assertThat(rule.check(RepoTree.of(Samples.text(LAUNCHER, "class A {}"))))
                .singleElement()
                .extracting(Breach::message)
                .asString()
                .contains("remove it");
    }

    @Test
    void forbiddenCalls_placeWithoutReason_isRefused() {
        assertThatThrownBy(() -> new ForbiddenCalls("System.getenv | distribution/launcher/ | needed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }
}
