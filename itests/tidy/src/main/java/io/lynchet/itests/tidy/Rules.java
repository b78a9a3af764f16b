// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.tidy;

import io.lynchet.itests.tidy.docs.ChangelogForm;
import io.lynchet.itests.tidy.docs.DocIndex;
import io.lynchet.itests.tidy.docs.DocLinks;
import io.lynchet.itests.tidy.docs.KitLists;
import io.lynchet.itests.tidy.docs.PageLength;
import io.lynchet.itests.tidy.docs.PartTable;
import io.lynchet.itests.tidy.rules.ApiJavadoc;
import io.lynchet.itests.tidy.rules.BundleFolder;
import io.lynchet.itests.tidy.rules.ConstructorSize;
import io.lynchet.itests.tidy.rules.ExportedPackages;
import io.lynchet.itests.tidy.rules.FileSize;
import io.lynchet.itests.tidy.rules.FileWeight;
import io.lynchet.itests.tidy.rules.HardFileSize;
import io.lynchet.itests.tidy.rules.Header;
import io.lynchet.itests.tidy.rules.MethodSize;
import io.lynchet.itests.tidy.rules.OneName;
import io.lynchet.itests.tidy.rules.PackageSize;
import io.lynchet.itests.tidy.rules.Parts;
import io.lynchet.itests.tidy.rules.PomDependencies;
import io.lynchet.itests.tidy.rules.SkippedTests;
import io.lynchet.itests.tidy.rules.SwallowedExceptions;
import io.lynchet.itests.tidy.rules.TestNames;
import io.lynchet.itests.tidy.rules.TopLevel;
import io.lynchet.itests.tidy.rules.TypeNames;
import io.lynchet.itests.tidy.rules.UnfinishedMarks;
import io.lynchet.itests.tidy.rules.calls.ForbiddenCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All rules about files and sources. A new rule is added here, and gets a bad sample in the tests of this module. */
public final class Rules {

    private Rules() {}

    /** The rules, in the order in which they are reported. */
    public static List<Rule> all() {
        return List.of(
                new TopLevel(),
                new Parts(),
                new BundleFolder(),
                new PomDependencies(),
                new ExportedPackages(),
                new ApiJavadoc(),
                new Header(),
                new FileSize(),
                new HardFileSize(),
                new PackageSize(),
                new MethodSize(),
                new ConstructorSize(),
                new TypeNames(),
                new OneName(),
                new TestNames(),
                new SkippedTests(),
                new ForbiddenCalls(list("allowed-calls.txt")),
                new SwallowedExceptions(),
                new UnfinishedMarks(),
                new FileWeight(),
                new ChangelogForm(),
                new DocLinks(),
                new DocIndex(),
                new PageLength(),
                new PartTable(),
                new KitLists());
    }

    /** One of the lists that lie beside the rules. */
    static String list(String name) {
        try (InputStream in = Rules.class.getResourceAsStream("/tidy/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
