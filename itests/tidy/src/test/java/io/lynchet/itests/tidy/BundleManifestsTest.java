// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the built bundles against the dependency rule, and the rule against bad manifests. */
class BundleManifestsTest {

    @TestFactory
    Stream<DynamicTest> builtBundle_itsManifest_keepsTheDependencyRule() {
        Path root = RepoTree.rootAround(Path.of(""));
        RepoTree tree = RepoTree.around(root);
        List<String> bundles =
                tree.parts().stream().filter(Part::isBundle).map(Part::name).toList();
        assertThat(bundles).contains("api", "json", "data");
        return bundles.stream()
                .map(b -> DynamicTest.dynamicTest(
                        b,
                        () -> assertThat(BundleManifests.problems(b, BundleManifests.built(root, b)))
                                .isEmpty()));
    }

    @Test
    void problems_ofAGoodManifest_none() {
        Attributes good = manifest(
                "io.lynchet.store.sqlite",
                "",
                "io.lynchet.api.store;version=\"[1.0,1.1)\",io.lynchet.json;version=\"[1,2)\",org.sqlite,java.util");
        assertThat(BundleManifests.problems("store-sqlite", good)).isEmpty();
    }

    @Test
    void problems_importOfAnotherPart_isNamed() {
        Attributes bad = manifest("io.lynchet.http", "", "io.lynchet.data");
        assertThat(BundleManifests.problems("http", bad))
                .singleElement()
                .asString()
                .contains("io.lynchet.data", "api");
    }

    @Test
    void problems_edgeThatImportsTheStoreContract_isNamed() {
        Attributes bad = manifest("io.lynchet.http", "", "io.lynchet.api,io.lynchet.api.store;version=\"[1.0,1.1)\"");
        assertThat(BundleManifests.problems("http", bad))
                .singleElement()
                .asString()
                .contains("DataService");
    }

    @Test
    void problems_libraryInApi_isNamed() {
        Attributes bad = manifest("io.lynchet.api", "io.lynchet.api;version=\"1.0.0\"", "org.slf4j,java.util");
        assertThat(BundleManifests.problems("api", bad))
                .singleElement()
                .asString()
                .contains("org.slf4j");
    }

    @Test
    void problems_exportByAProvider_isNamed() {
        Attributes bad = manifest("io.lynchet.policy", "io.lynchet.policy;version=\"1.0.0\"", "java.util");
        assertThat(BundleManifests.problems("policy", bad))
                .singleElement()
                .asString()
                .contains("only api and json");
    }

    @Test
    void problems_exportOfAForeignPackage_isNamed() {
        Attributes bad = manifest("io.lynchet.json", "com.fasterxml.jackson.core;version=\"2.0.0\"", "");
        assertThat(BundleManifests.problems("json", bad))
                .singleElement()
                .asString()
                .contains("not its own");
    }

    @Test
    void problems_wrongNameAndWiringByBundle_areBothNamed() {
        Attributes bad = manifest("lynchet-http", "", "");
        bad.putValue("Require-Bundle", "io.lynchet.api");
        assertThat(BundleManifests.problems("http", bad))
                .hasSize(2)
                .anyMatch(p -> p.contains("io.lynchet.http"))
                .anyMatch(p -> p.contains("Require-Bundle"));
    }

    @Test
    void packages_ofAHeaderWithQuotedCommas_areAllFound() {
        assertThat(BundleManifests.packages("a.b;c.d;version=\"[1,2)\";uses:=\"x.y,z\",e.f"))
                .containsExactly("a.b", "c.d", "e.f");
    }

    private static Attributes manifest(String name, String exports, String imports) {
        Attributes attributes = new Attributes();
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue("Export-Package", exports);
        attributes.putValue("Import-Package", imports);
        return attributes;
    }
}
