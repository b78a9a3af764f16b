// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds the compiled product against {@link ArchitectureRules}, and each of those against something bad. */
class ArchitectureTest {

    private static List<Part> parts;
    private static JavaClasses product;

    @TempDir
    Path folder;

    @BeforeAll
    static void importProduct() {
        Path root = RepoTree.rootAround(Path.of(""));
        parts = RepoTree.around(root).parts().stream()
                .filter(part -> !part.isKit())
                .toList();
        product = new ClassFileImporter()
                .importPaths(parts.stream()
                        .map(part -> root.resolve(part.folder()).resolve("target/classes"))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> product_everyArchitectureRule_isKept() {
        // A wrong path would make every rule hold.
        assertThat(product).hasSizeGreaterThan(50);
        Stream<ArchRule> meeting = parts.stream().map(part -> ArchitectureRules.partsMeetInApiOnly(part.name()));
        Stream<ArchRule> homes = ArchitectureRules.HOMES.keySet().stream().map(ArchitectureRules::libraryStaysAtHome);
        Stream<ArchRule> layers =
                parts.stream().map(part -> ArchitectureRules.packagesHaveNoCycles(part.packageName()));
        Stream<ArchRule> others = Stream.of(
                ArchitectureRules.rowsAreReachedThroughDataServiceOnly(),
                ArchitectureRules.apiStandsOnTheJdkAlone(),
                ArchitectureRules.leasesStandOnTheJdkAndTheFramework());
        return Stream.of(meeting, homes, layers, others)
                .flatMap(s -> s)
                .map(r -> DynamicTest.dynamicTest(r.getDescription(), () -> r.check(product)));
    }

    @Test
    void partsMeetInApiOnly_classOfAnotherPart_isReported() throws IOException {
        JavaClasses bad = Compiled.sample(folder, "io.lynchet.http", "io.lynchet.itests.tidy.Rule other;");
        assertBroken(ArchitectureRules.partsMeetInApiOnly("http"), bad);
    }

    @Test
    void partsMeetInApiOnly_classOfApi_isFine() throws IOException {
        JavaClasses good = Compiled.sample(folder, "io.lynchet.http", "io.lynchet.api.LynchetException other;");
        ArchitectureRules.partsMeetInApiOnly("http").check(good);
    }

    @Test
    void rowsAreReachedThroughDataServiceOnly_storeInAnEdge_isReported() throws IOException {
        String field = "io.lynchet.api.store.Store store;";
        assertBroken(
                ArchitectureRules.rowsAreReachedThroughDataServiceOnly(),
                Compiled.sample(folder.resolve("http"), "io.lynchet.http", field));
        ArchitectureRules.rowsAreReachedThroughDataServiceOnly()
                .check(Compiled.sample(folder.resolve("data"), "io.lynchet.data", field));
    }

    @Test
    void apiStandsOnTheJdkAlone_libraryInAContract_isReported() throws IOException {
        JavaClasses bad =
                Compiled.sample(folder, "io.lynchet.api.sample", "public org.slf4j.Logger logger() { return null; }");
        assertBroken(ArchitectureRules.apiStandsOnTheJdkAlone(), bad);
    }

    @Test
    void apiStandsOnTheJdkAlone_frameworkOutsideTheLeases_isReported() throws IOException {
        String field = "org.osgi.framework.BundleContext context;";
        assertBroken(
                ArchitectureRules.apiStandsOnTheJdkAlone(),
                Compiled.sample(folder.resolve("data"), "io.lynchet.api.data", field));
        JavaClasses leases = Compiled.sample(folder.resolve("lease"), "io.lynchet.api.lease", field);
        ArchitectureRules.apiStandsOnTheJdkAlone().check(leases);
        ArchitectureRules.leasesStandOnTheJdkAndTheFramework().check(leases);
    }

    @Test
    void leasesStandOnTheJdkAndTheFramework_libraryInALease_isReported() throws IOException {
        JavaClasses bad =
                Compiled.sample(folder, "io.lynchet.api.lease", "public org.slf4j.Logger logger() { return null; }");
        assertBroken(ArchitectureRules.leasesStandOnTheJdkAndTheFramework(), bad);
    }

    @Test
    void libraryStaysAtHome_jdbcOutsideTheStores_isReported() throws IOException {
        String field = "java.sql.Connection connection;";
        assertBroken(
                ArchitectureRules.libraryStaysAtHome("java.sql.."),
                Compiled.sample(folder.resolve("data"), "io.lynchet.data", field));
        ArchitectureRules.libraryStaysAtHome("java.sql..")
                .check(Compiled.sample(folder.resolve("store"), "io.lynchet.store.sqlite", field));
    }

    @Test
    void packagesHaveNoCycles_twoThatKnowEachOther_areReported() throws IOException {
        ArchRule rule = ArchitectureRules.packagesHaveNoCycles("io.lynchet.data");
        JavaClasses bad = Compiled.samples(
                folder,
                Map.of(
                        "io.lynchet.data.a",
                        "io.lynchet.data.b.Sample other;",
                        "io.lynchet.data.b",
                        "io.lynchet.data.a.Sample other;"));
        assertBroken(rule, bad);
        rule.check(Compiled.samples(
                folder.resolve("good"),
                Map.of("io.lynchet.data", "io.lynchet.data.b.Sample other;", "io.lynchet.data.b", "int a;")));
    }

    private static void assertBroken(ArchRule rule, JavaClasses classes) {
        assertThatThrownBy(() -> rule.check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Sample");
    }
}
